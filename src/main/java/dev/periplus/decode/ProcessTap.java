package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32le;
import static dev.periplus.decode.Octets.u8;

import java.nio.charset.StandardCharsets;

/**
 * The header of the link type PKTAP, which macOS writes (Darwin {@code bsd/net/pktap.h}): its length, the type of the
 * record, the link type of the frame behind it, the interface, lengths of what the link layer adds, and the process that
 * sent or received the frame. Little-endian: no big-endian machine writes it.
 */
public final class ProcessTap {
    /** Length of the shortest header. */
    static final int LEAST = 108;

    private static final int MOST = 512;
    private static final int A_PACKET = 1;
    private static final int FLAGS = 36;
    private static final int PROCESS = 52;
    private static final int NAME = 56;
    private static final int NAME_BYTES = 20;
    private static final int EFFECTIVE_PROCESS = 84;
    private static final int EFFECTIVE_NAME = 88;
    private static final int LINK_TYPE = 8;

    private ProcessTap() {}

    /** Whether such a header may begin here; of a link type that anybody may use, this alone says so. */
    static boolean isHeader(byte[] bytes, int at, int limit) {
        int header = i32le(bytes, at);
        return header >= LEAST
                && header <= Math.min(MOST, limit - at)
                && i32le(bytes, at + 4) == A_PACKET
                && (i32le(bytes, at + LINK_TYPE) & 0xffff_0000) == 0;
    }

    static int header(byte[] bytes, int at) {
        return i32le(bytes, at);
    }

    /** Link type of the frame behind the header, as in the file. */
    static int linkType(byte[] bytes, int at) {
        return i32le(bytes, at + LINK_TYPE);
    }

    /** Whether the frame has such a header. */
    public static boolean names(byte[] bytes, int at, int captured, int linkType) {
        return (linkType == LinkType.PKTAP || linkType == LinkType.USER_2)
                && captured >= LEAST
                && isHeader(bytes, at, at + captured);
    }

    /** Number of the process that the frame belongs to; 0 or less if none is named. */
    public static int process(byte[] bytes, int at) {
        int effective = i32le(bytes, at + EFFECTIVE_PROCESS);
        return effective > 0 ? effective : i32le(bytes, at + PROCESS);
    }

    /** 1 if the frame came, 2 if it went; 0 if that is not said. */
    public static int direction(byte[] bytes, int at) {
        return (i32le(bytes, at + FLAGS) & 3) % 3;
    }

    /** Name of that process, as captured; empty if none is given. */
    public static String name(byte[] bytes, int at) {
        boolean effective = i32le(bytes, at + EFFECTIVE_PROCESS) > 0;
        int from = at + (effective ? EFFECTIVE_NAME : NAME);
        int length = 0;
        while (length < NAME_BYTES && u8(bytes, from + length) != 0) {
            length++;
        }
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
}
