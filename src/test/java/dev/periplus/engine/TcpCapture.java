package dev.periplus.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes a capture of TCP and UDP over IPv4 and Ethernet, with or without a VLAN tag, or in VXLAN. */
final class TcpCapture {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;
    static final int CLIENT_PORT = 40_000;
    static final int SERVER_PORT = 3251;

    private static final int CLIENT = 0x0a000001;
    private static final int SERVER = 0x0a000002;
    private static final int VXLAN = 4789;

    private final List<Frame> frames = new ArrayList<>();

    private record Frame(long micros, byte[] bytes) {}

    /** Where a packet is captured: on no VLAN, or on one; on a VXLAN network if that is not 0. */
    record Place(int vlan, int network) {
        static final Place UNTAGGED = new Place(0, 0);
    }

    TcpCapture tcp(long micros, Place place, boolean client, int flags, long sequence, long acknowledged, String text) {
        byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
        segment.putShort((short) (client ? CLIENT_PORT : SERVER_PORT));
        segment.putShort((short) (client ? SERVER_PORT : CLIENT_PORT));
        segment.putInt((int) sequence).putInt((int) acknowledged);
        segment.putShort((short) (0x5000 | flags)).putShort((short) 1000).putInt(0);
        add(micros, place, ip(client ? CLIENT : SERVER, client ? SERVER : CLIENT, 6, segment.put(payload)));
        return this;
    }

    TcpCapture udp(long micros, Place place, boolean client, byte[] payload) {
        int from = client ? CLIENT_PORT : SERVER_PORT;
        int to = client ? SERVER_PORT : CLIENT_PORT;
        add(micros, place, datagram(client ? CLIENT : SERVER, client ? SERVER : CLIENT, from, to, payload));
        return this;
    }

    private static byte[] datagram(int source, int destination, int from, int to, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
        datagram.putShort((short) from).putShort((short) to);
        datagram.putShort((short) (8 + payload.length)).putShort((short) 0);
        return ip(source, destination, 17, datagram.put(payload));
    }

    private static byte[] ip(int source, int destination, int protocol, ByteBuffer payload) {
        ByteBuffer ip = ByteBuffer.allocate(20 + payload.capacity());
        ip.putShort((short) 0x4500).putShort((short) ip.capacity()).putInt(0);
        ip.put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source)
                .putInt(destination);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += ip.getShort(i) & 0xffff;
        }
        ip.putShort(10, (short) ~(sum + (sum >>> 16)));
        return ip.put(payload.array()).array();
    }

    private void add(long micros, Place place, byte[] ip) {
        byte[] frame = ethernet(place.vlan, ip);
        if (place.network != 0) {
            ByteBuffer tunnelled = ByteBuffer.allocate(8 + frame.length);
            tunnelled.putInt(0x0800_0000).putInt(place.network << 8).put(frame);
            frame = ethernet(0, datagram(0xc000_0201, 0xc000_0202, 50_000, VXLAN, tunnelled.array()));
        }
        frames.add(new Frame(micros, frame));
    }

    private static byte[] ethernet(int vlan, byte[] ip) {
        ByteBuffer frame = ByteBuffer.allocate(14 + (vlan == 0 ? 0 : 4) + ip.length);
        frame.putLong(0x0200_0000_0001_0200L).putInt(2);
        if (vlan != 0) {
            frame.putShort((short) 0x8100).putShort((short) vlan);
        }
        return frame.putShort((short) 0x0800).put(ip).array();
    }

    /** Writes the packets in the order of their times. */
    Path write(Path file) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(0xffff)
                .putInt(1);
        frames.sort(Comparator.comparingLong(Frame::micros));
        for (Frame frame : frames) {
            out.putInt((int) (1_700_000_000 + frame.micros / 1_000_000)).putInt((int) (frame.micros % 1_000_000));
            out.putInt(frame.bytes.length).putInt(frame.bytes.length).put(frame.bytes);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return Files.write(file, bytes);
    }
}
