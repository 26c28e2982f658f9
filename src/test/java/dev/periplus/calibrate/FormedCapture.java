package dev.periplus.cli;

import dev.periplus.address.Address;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSink;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A capture with its TCP and UDP ports moved in every layer of every frame, written as one pcap file with nanosecond
 * timestamps. Checksums are not updated.
 */
final class MovedCapture implements PacketSink {
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    private static final int SNAP_LENGTH = 1 << 18;
    private static final int UDP_HEADER = 8;
    private static final DecodeSettings DECODE = new DecodeSettings(true, 1, 1 << 16, 0);

    private final PortMove move;
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private int linkType = -1;

    private MovedCapture(PortMove move) {
        this.move = move;
    }

    /** The two ports of a packet, and the offset of its transport header in the frame. */
    private record Ports(int offset, int source, int destination) {}

    static byte[] of(Path capture, PortMove move) throws FilterException {
        MovedCapture moved = new MovedCapture(move);
        try (CaptureSet captures = new CaptureSet(List.of(capture.toString()), CaptureOptions.everything())) {
            captures.read(moved);
        }
        return moved.file();
    }

    @Override
    public void packet(
            byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
        if (linkType >= 0 && linkType != link) {
            throw new AssertionError("a pcap file has one link type");
        }
        linkType = link;
        byte[] frame = Arrays.copyOfRange(bytes, offset, offset + captured);
        move(frame, wire);
        ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt((int) (time / 1_000_000_000)).putInt((int) (time % 1_000_000_000));
        head.putInt(captured).putInt(wire);
        records.writeBytes(head.array());
        records.writeBytes(frame);
    }

    @Override
    public void retire(Runnable release) {
        release.run();
    }

    private void move(byte[] frame, int wire) {
        List<Ports> found = new ArrayList<>();
        Decoder decoder = new Decoder(DECODE, packet -> find(frame, packet, found));
        decoder.decode(frame, 0, frame.length, wire, linkType, 0, 0, 1);
        // A first fragment becomes the start of a datagram that is never completed.
        decoder.flush();
        ByteBuffer out = ByteBuffer.wrap(frame);
        for (Ports ports : found) {
            out.putShort(ports.offset, (short) ports.source).putShort(ports.offset + 2, (short) ports.destination);
        }
    }

    private void find(byte[] frame, Packet packet, List<Ports> found) {
        boolean hasPorts = packet.protocol == Packet.TCP || packet.protocol == Packet.UDP;
        if (!hasPorts) {
            return;
        }
        int header = packet.protocol == Packet.UDP ? UDP_HEADER : tcpHeader(packet);
        int at = packet.payloadOffset - header;
        int offset = packet.reassembled ? indexOf(frame, packet.bytes, at, header + packet.payloadCaptured) : at;
        found.add(new Ports(
                offset,
                move.moved(new Address(packet.sourceHigh, packet.sourceLow), packet.protocol, packet.sourcePort),
                move.moved(
                        new Address(packet.destinationHigh, packet.destinationLow),
                        packet.protocol,
                        packet.destinationPort)));
    }

    private static int tcpHeader(Packet packet) {
        for (int words = 5; words < 16; words++) {
            int at = packet.payloadOffset - 4 * words;
            boolean fits = at >= 0
                    && ByteBuffer.wrap(packet.bytes).getInt(at) == (packet.sourcePort << 16 | packet.destinationPort)
                    && (packet.bytes[at + 12] >>> 4 & 0xf) == words;
            if (fits) {
                return 4 * words;
            }
        }
        throw new AssertionError("no TCP header before the payload of " + packet);
    }

    private static int indexOf(byte[] frame, byte[] bytes, int from, int length) {
        for (int at = frame.length - length; at >= 0; at--) {
            if (Arrays.equals(frame, at, at + length, bytes, from, from + length)) {
                return at;
            }
        }
        throw new AssertionError("a first fragment does not lie in its frame");
    }

    private byte[] file() {
        ByteBuffer file = ByteBuffer.allocate(24 + records.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(NANOSECOND_MAGIC).putShort((short) 2).putShort((short) 4).putLong(0);
        return file.putInt(SNAP_LENGTH)
                .putInt(Math.max(0, linkType))
                .put(records.toByteArray())
                .array();
    }
}
