package dev.periplus.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies blocks of names and of secrets (draft-ietf-opsawg-pcapng sections 4.5 and 4.7) to little-endian. */
final class PcapngBlocks {
    static final int NAMES = 4;
    static final int SECRETS = 10;

    private static final int HEAD = 8;
    private static final int END = 4;

    private PcapngBlocks() {}

    /** Whether blocks of this type are about the packets of the whole section. */
    static boolean isKept(int type) {
        return type == NAMES || type == SECRETS;
    }

    /** Returns what is between the lengths of a block of {@code total} bytes at {@code at}. */
    static byte[] body(int type, byte[] block, int at, int total, boolean swapped) {
        return type == NAMES
                ? names(block, at + HEAD, at + total - END, swapped)
                : secrets(block, at + HEAD, at + total - END, swapped);
    }

    /** Records of type, length and value, padded to 4; one of type 0 ends them, and options follow. */
    private static byte[] names(byte[] block, int from, int end, boolean swapped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = from;
        while (end - at >= 4) {
            int type = Numbers.u16(block, at, swapped);
            int length = Numbers.u16(block, at + 2, swapped);
            if (length > end - at - 4) {
                break;
            }
            byte[] value = new byte[length];
            System.arraycopy(block, at + 4, value, 0, length);
            out.writeBytes(PcapngOptions.option(type, value));
            at += 4 + (length + 3 & ~3);
            if (type == 0) {
                break;
            }
        }
        return withOptions(out, block, at, end, swapped);
    }

    /** The kind of secrets, their length, the secrets, padded to 4, and options. */
    private static byte[] secrets(byte[] block, int from, int end, boolean swapped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (end - from < HEAD) {
            return new byte[HEAD];
        }
        int length = Numbers.i32(block, from + 4, swapped);
        int there = Math.min(length < 0 ? Integer.MAX_VALUE : length, end - from - HEAD);
        out.writeBytes(ByteBuffer.allocate(HEAD + (there + 3 & ~3))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Numbers.i32(block, from, swapped))
                .putInt(there)
                .put(block, from + HEAD, there)
                .array());
        return withOptions(out, block, from + HEAD + (there + 3 & ~3), end, swapped);
    }

    private static byte[] withOptions(ByteArrayOutputStream out, byte[] block, int at, int end, boolean swapped) {
        byte[] options = PcapngOptions.copy(PcapngOptions.Of.SECTION, block, at, end, swapped);
        if (options.length > 0) {
            out.writeBytes(options);
            out.writeBytes(new byte[4]);
        }
        return out.toByteArray();
    }
}
