package dev.periplus.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies options of pcapng blocks (draft-ietf-opsawg-pcapng section 3.5) to little-endian, without the one that ends them. */
final class PcapngOptions {
    /** More of one block are left out. */
    private static final int MOST = 1 << 18;

    private static final int HEAD = 4;

    /** The block that the options belong to: it says which of them are numbers, and which a copy states itself. */
    enum Of {
        /** A section, names or secrets: texts and bytes only. */
        SECTION,
        INTERFACE,
        PACKET,
        STATISTICS
    }

    private PcapngOptions() {}

    /** Returns the options between two places of a block; an option that does not fit ends them. */
    static byte[] copy(Of of, byte[] block, int from, int end, boolean swapped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = from;
        while (end - at >= HEAD && out.size() < MOST) {
            int code = Numbers.u16(block, at, swapped);
            int length = Numbers.u16(block, at + 2, swapped);
            if (code == 0 || length > end - at - HEAD) {
                break;
            }
            if (!isRestated(of, code)) {
                out.writeBytes(option(code, value(of, code, block, at + HEAD, length, swapped)));
            }
            at += HEAD + (length + 3 & ~3);
        }
        return out.toByteArray();
    }

    /** Returns an option with this value, padded. */
    static byte[] option(int code, byte[] value) {
        return ByteBuffer.allocate(HEAD + (value.length + 3 & ~3))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) code)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    /** Whether the options have one of this code. */
    static boolean has(byte[] options, int code) {
        for (int at = 0; options.length - at >= HEAD; at += HEAD + (Numbers.u16(options, at + 2, true) + 3 & ~3)) {
            if (Numbers.u16(options, at, true) == code) {
                return true;
            }
        }
        return false;
    }

    /** Resolution and offset of times, because a copy counts nanoseconds; and custom options that are not to be copied. */
    private static boolean isRestated(Of of, int code) {
        return of == Of.INTERFACE && (code == 9 || code == 14) || code == 19372 || code == 19373;
    }

    private static byte[] value(Of of, int code, byte[] block, int at, int length, boolean swapped) {
        byte[] value = new byte[length];
        System.arraycopy(block, at, value, 0, length);
        if (of == Of.STATISTICS && PcapngBlocks.isTime(code) && length == 2 * Integer.BYTES) {
            ByteBuffer halves = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
            halves.putInt(Numbers.i32(block, at, swapped)).putInt(Numbers.i32(block, at + Integer.BYTES, swapped));
            return value;
        }
        int number = Math.min(length, numberBytes(of, code));
        for (int i = 0; !swapped && i < number; i++) {
            value[i] = block[at + number - 1 - i];
        }
        return value;
    }

    /** Bytes of the number that the value is, or begins with. */
    private static int numberBytes(Of of, int code) {
        if (code == 2988 || code == 2989) {
            return 4;
        }
        return switch (of) {
            case SECTION -> 0;
            case INTERFACE -> code == 8 || code == 16 || code == 17 ? 8 : code == 10 ? 4 : 0;
            case STATISTICS -> PcapngBlocks.countBytes(code);
            case PACKET -> code == 2 || code == 6 ? 4 : code == 4 || code == 5 ? 8 : 0;
        };
    }
}
