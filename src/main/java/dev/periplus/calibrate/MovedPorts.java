package dev.periplus.calibrate;

import dev.periplus.decode.Checksums;
import dev.periplus.decode.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A copy of a frame that gets other TCP and UDP ports; checksums stay as right or wrong as they are. */
final class MovedPorts {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    /** Most bytes after the IP packet of a frame: Ethernet pads short ones, and some captures hold the checksum. */
    private static final int PADDING = 64;

    private final byte[] original;
    private final int from;
    private final ByteBuffer frame;

    MovedPorts(byte[] original, int from, int length) {
        this.original = original;
        this.from = from;
        frame = ByteBuffer.wrap(Arrays.copyOfRange(original, from, from + length));
    }

    byte[] frame() {
        return frame.array();
    }

    /** Writes the ports of a packet of the frame. */
    void put(Packet p, int source, int destination) {
        int at = p.reassembled ? headerOfFragment(p) : p.transportOffset - from;
        if (at < 0 || at + 4 > frame.capacity()) {
            return;
        }
        int checksum = at + (p.protocol == Packet.TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
        if (checksum + 2 <= frame.capacity() && Checksums.of(p) != Checksums.State.OFFLOADED) {
            int before = frame.getShort(checksum) & 0xffff;
            int after = updated(before, p.sourcePort, source, p.destinationPort, destination);
            boolean absent = p.protocol == Packet.UDP && before == 0; // RFC 768
            frame.putShort(checksum, (short) (absent ? 0 : after == 0 && p.protocol == Packet.UDP ? 0xffff : after));
        }
        frame.putShort(at, (short) source).putShort(at + 2, (short) destination);
    }

    /** The checksum after two of its words have changed (RFC 1624 section 3, equation 3). */
    private static int updated(int checksum, int one, int oneNow, int other, int otherNow) {
        int sum = (~checksum & 0xffff) + (~one & 0xffff) + oneNow + (~other & 0xffff) + otherNow;
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~(sum + (sum >>> 16)) & 0xffff;
    }

    /** Finds the header of a first fragment, whose datagram begins elsewhere; -1 if it does not end the frame. */
    private int headerOfFragment(Packet p) {
        int header = p.transportOffset;
        int length = p.payloadOffset + p.payloadCaptured - header;
        int last = frame.capacity() - length;
        for (int at = last; header >= 0 && at >= Math.max(0, last - PADDING); at--) {
            if (Arrays.equals(original, from + at, from + at + length, p.bytes, header, header + length)) {
                return at;
            }
        }
        return -1;
    }
}
