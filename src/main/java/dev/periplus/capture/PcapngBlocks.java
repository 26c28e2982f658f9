package dev.periplus.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies blocks of names, of secrets and custom ones, and statistics (draft-ietf-opsawg-pcapng sections 4.5 to 4.8) to
 * little-endian.
 */
final class PcapngBlocks {
    static final int NAMES = 4;
    static final int SECRETS = 10;

    /** A custom block that its author allows to be copied; those of type 0x40000bad are not to be. */
    static final int CUSTOM = 0xbad;

    private static final int START_TIME = 2;
    private static final int END_TIME = 3;
    private static final int FIRST_COUNT = 4;
    private static final int LAST_COUNT = 8;

    private static final int HEAD = 8;
    private static final int END = 4;

    private PcapngBlocks() {}

    /** Whether blocks of this type are about the packets of the whole section, or may be. */
    static boolean isKept(int type) {
        return type == NAMES || type == SECRETS || type == CUSTOM;
    }

    /** Returns what is between the lengths of a block of {@code total} bytes at {@code at}. */
    static byte[] body(int type, byte[] block, int at, int total, boolean swapped) {
        return switch (type) {
            case NAMES -> names(block, at + HEAD, at + total - END, swapped);
            case SECRETS -> secrets(block, at + HEAD, at + total - END, swapped);
            default -> custom(block, at + HEAD, at + total - END, swapped);
        };
    }

    /** The number of an enterprise, then what only it can read. */
    private static byte[] custom(byte[] block, int from, int end, boolean swapped) {
        if (end - from < Integer.BYTES) {
            return new byte[Integer.BYTES];
        }
        return ByteBuffer.allocate(end - from)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Numbers.i32(block, from, swapped))
                .put(block, from + Integer.BYTES, end - from - Integer.BYTES)
                .array();
    }

    /** Returns the options of statistics between two places, with times in nanoseconds. */
    static byte[] statistics(byte[] block, int from, int end, boolean swapped, PcapngClock clock) {
        byte[] options = PcapngOptions.copy(PcapngOptions.Of.STATISTICS, block, from, end, swapped);
        ByteBuffer out = ByteBuffer.wrap(options).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (options.length - at > END) {
            int code = out.getShort(at);
            int length = out.getShort(at + 2) & 0xffff;
            if ((code == START_TIME || code == END_TIME) && length == Long.BYTES) {
                long time = clock.nanoseconds(
                        (long) out.getInt(at + 4) << Integer.SIZE | out.getInt(at + 8) & 0xffff_ffffL);
                out.putInt(at + 4, (int) (time >>> Integer.SIZE)).putInt(at + 8, (int) time);
            }
            at += END + (length + 3 & ~3);
        }
        return options;
    }

    /** Bytes of the numbers in an option of statistics. */
    static int countBytes(int code) {
        return code >= FIRST_COUNT && code <= LAST_COUNT ? Long.BYTES : 0;
    }

    /** Whether an option of statistics is a time, of which both halves are numbers. */
    static boolean isTime(int code) {
        return code == START_TIME || code == END_TIME;
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
