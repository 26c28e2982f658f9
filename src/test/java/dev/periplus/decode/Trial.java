package dev.periplus.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.address.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Decodes frames and keeps what the handler received. Decodes each frame from three buffers: one that ends with the
 * frame, so that a read beyond it throws, and two with different bytes around it, so that a read outside shows as a
 * difference.
 */
final class Trial {
    /** One packet as the handler saw it. */
    record Seen(
            int protocol,
            String source,
            int sourcePort,
            String destination,
            int destinationPort,
            String payload,
            int payloadLength,
            int ipVersion,
            int ipLength,
            int vlan,
            long tunnel,
            int tunnelKinds,
            int tcpFlags,
            long tcpSequence,
            long tcpAcknowledgement,
            boolean reassembled,
            int wireLength,
            long number,
            long time,
            int payloadIdentifier) {
        String ends() {
            return source + " " + sourcePort + " > " + destination + " " + destinationPort;
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(payload);
        }
    }

    private static final int BEFORE = 37;
    private static final int AFTER = 100;

    private final List<List<Seen>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final List<Decoder> decoders = new ArrayList<>();
    private long number;
    private long time = 1_000_000_000L;

    /** Passes on IP only. */
    Trial() {
        this(DecodeSettings.defaults().withFrames(false));
    }

    /** Passes on frames without IP too. */
    static Trial ofFrames() {
        return new Trial(DecodeSettings.defaults());
    }

    Trial(DecodeSettings settings) {
        for (List<Seen> list : seen) {
            decoders.add(new Decoder(settings, p -> list.add(note(p))));
        }
    }

    static Trial of(int linkType, byte[] frame) {
        return new Trial().frame(linkType, frame, frame.length);
    }

    static Trial ofEthernet(int type, byte[] payload) {
        return of(LinkType.ETHERNET, Frames.ethernet(type, payload));
    }

    /** Decodes a raw IP packet as one frame. */
    static Trial ofIp(byte[] packet) {
        return of(101, packet);
    }

    Trial ip(byte[] packet) {
        return frame(101, packet, packet.length);
    }

    Trial later(long nanos) {
        time += nanos;
        return this;
    }

    Trial frame(int linkType, byte[] frame, int wire) {
        number++;
        byte[] exact = around(frame, 0x55, 0);
        int[] hashes = new int[3];
        List<byte[]> buffers = List.of(exact, around(frame, 0, AFTER), around(frame, 0xff, AFTER));
        for (int i = 0; i < 3; i++) {
            hashes[i] = ShardHash.addressHash(buffers.get(i), BEFORE, frame.length, linkType);
            decoders.get(i).clock(time);
            decoders.get(i).decode(buffers.get(i), BEFORE, frame.length, wire, linkType, time, 0, number);
            int further = Aggregate.further(buffers.get(i), BEFORE, frame.length, linkType);
            for (int place = 1; place <= further; place++) {
                int of = Aggregate.linkType(linkType, place);
                decoders.get(i).decode(buffers.get(i), BEFORE, frame.length, wire, of, time, 0, number);
            }
        }
        same();
        assertEquals(hashes[1], hashes[0]);
        assertEquals(hashes[2], hashes[0]);
        return this;
    }

    Trial flush() {
        decoders.forEach(Decoder::flush);
        same();
        return this;
    }

    List<Seen> seen() {
        return seen.get(0);
    }

    Seen only() {
        assertEquals(1, seen().size(), seen()::toString);
        return seen().get(0);
    }

    DecodeCounters counters() {
        return decoders.get(0).counters();
    }

    private void same() {
        assertEquals(seen.get(0), seen.get(1), "bytes after or before the frame were read");
        assertEquals(seen.get(0), seen.get(2), "bytes after or before the frame were read");
        assertEquals(figures(decoders.get(0)), figures(decoders.get(1)));
        assertEquals(figures(decoders.get(0)), figures(decoders.get(2)));
    }

    private static List<Object> figures(Decoder decoder) {
        DecodeCounters counters = decoder.counters();
        List<Object> figures = new ArrayList<>(DecodeCountersTest.figures(counters));
        for (DecodeLoss reason : DecodeLoss.values()) {
            figures.add(counters.lost(reason));
        }
        for (Tunnel kind : Tunnel.values()) {
            figures.add(counters.opened(kind));
        }
        figures.add(counters.unsupportedLinkTypes());
        return figures;
    }

    private static byte[] around(byte[] frame, int fill, int after) {
        byte[] all = new byte[BEFORE + frame.length + after];
        Arrays.fill(all, (byte) fill);
        System.arraycopy(frame, 0, all, BEFORE, frame.length);
        return all;
    }

    private static Seen note(Packet p) {
        byte[] payload = Arrays.copyOfRange(p.bytes, p.payloadOffset, p.payloadOffset + p.payloadCaptured);
        return new Seen(
                p.protocol,
                Address.text(p.sourceHigh, p.sourceLow),
                p.sourcePort,
                Address.text(p.destinationHigh, p.destinationLow),
                p.destinationPort,
                HexFormat.of().formatHex(payload),
                p.payloadLength,
                p.ipVersion,
                p.ipLength,
                p.vlan,
                p.tunnel,
                p.tunnelKinds,
                p.tcpFlags,
                p.tcpSequence,
                p.tcpAcknowledgement,
                p.reassembled,
                p.wireLength,
                p.number,
                p.time,
                p.payloadIdentifier);
    }
}
