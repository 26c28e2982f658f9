package dev.periplus.bench;

import dev.periplus.decode.Packet;
import java.nio.ByteBuffer;

/**
 * Builds Ethernet frames with IPv4 and TCP or UDP, one after another in the same array, with valid lengths and
 * checksums.
 */
final class FrameBuilder {
    /** Payload of a full-size TCP segment. */
    static final int SEGMENT = 1460;

    private static final int ETHERNET = 14;
    private static final int IP = 20;
    private static final int UDP = 8;
    private static final int TCP = 20;

    /** A whole frame with such a segment. */
    static final int LARGEST = ETHERNET + IP + TCP + SEGMENT;

    private static final int SHORTEST = 64;

    /** Maximum segment size 1460, selective acknowledgements permitted, window scale 7. */
    private static final byte[] SYN_OPTIONS = {2, 4, 5, (byte) 0xb4, 1, 1, 4, 2, 1, 3, 3, 7};

    private final byte[] bytes = new byte[LARGEST];
    private final ByteBuffer out = ByteBuffer.wrap(bytes);

    /** The frame; bytes beyond its length belong to earlier frames. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return out.position();
    }

    void udp(Ends ends, byte[] payload) {
        int length = UDP + payload.length;
        ip(ends, Packet.UDP, length);
        out.putShort((short) ends.sourcePort()).putShort((short) ends.destinationPort());
        out.putShort((short) length).putShort((short) 0).put(payload);
        int checksum = checksum(Packet.UDP, length);
        InternetChecksum.put(bytes, ETHERNET + IP + 6, checksum == 0 ? 0xffff : checksum);
    }

    /** Builds a segment without payload, padded to the shortest frame; a SYN has options. */
    void tcp(Ends ends, int sequence, int acknowledgement, int flags) {
        byte[] options = (flags & Packet.SYN) == 0 ? new byte[0] : SYN_OPTIONS;
        tcp(ends, sequence, acknowledgement, flags, options, new byte[0]);
        while (out.position() < SHORTEST) {
            out.put((byte) 0);
        }
    }

    void tcp(Ends ends, int sequence, int acknowledgement, byte[] payload) {
        tcp(ends, sequence, acknowledgement, Packet.ACK, new byte[0], payload);
    }

    private void tcp(Ends ends, int sequence, int acknowledgement, int flags, byte[] options, byte[] payload) {
        int header = TCP + options.length;
        ip(ends, Packet.TCP, header + payload.length);
        out.putShort((short) ends.sourcePort()).putShort((short) ends.destinationPort());
        out.putInt(sequence).putInt(acknowledgement);
        out.putShort((short) (header / 4 << 12 | flags))
                .putShort((short) 64_240)
                .putInt(0);
        out.put(options).put(payload);
        InternetChecksum.put(bytes, ETHERNET + IP + 16, checksum(Packet.TCP, header + payload.length));
    }

    private void ip(Ends ends, int protocol, int length) {
        out.clear();
        out.putLong(0x0200_0000_0001_0200L).putInt(2).putShort((short) 0x0800);
        out.putShort((short) 0x4500).putShort((short) (IP + length)).putInt(0x4000);
        out.put((byte) 64).put((byte) protocol).putShort((short) 0);
        out.putInt(ends.source()).putInt(ends.destination());
        InternetChecksum.put(bytes, ETHERNET + 10, InternetChecksum.of(InternetChecksum.sum(bytes, ETHERNET, IP)));
    }

    private int checksum(int protocol, int length) {
        long pseudoHeader = InternetChecksum.sum(bytes, ETHERNET + 12, 8) + protocol + length;
        return InternetChecksum.of(pseudoHeader + InternetChecksum.sum(bytes, ETHERNET + IP, length));
    }
}
