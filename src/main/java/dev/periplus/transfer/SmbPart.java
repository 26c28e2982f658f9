package dev.periplus.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One command or reply of SMB 1 (MS-CIFS 2.2.4) or SMB 2 and 3 (MS-SMB2 2.2), as far as it opens, reads, writes or closes a file.
 * Encrypted ones are {@link Step#OTHER}.
 */
final class SmbPart {
    /** Bytes that tell which command it is. */
    static final int START = 20;

    private static final int LONGEST_NAME = 1024;
    private static final int SMB1 = 0x424d53ff;
    private static final int SMB2 = 0x424d53fe;
    /** Bytes of the header of SMB 2. */
    static final int HEADER = 64;

    private static final int FIXED2 = HEADER + 49;
    private static final int FIXED1 = 32 + 65;
    private static final int UNICODE = 0x8000;

    /** What it does. */
    enum Step {
        CREATE,
        READ,
        WRITE,
        CLOSE,
        OTHER
    }

    Step step = Step.OTHER;
    boolean reply;
    /** Joins a reply and its command. */
    long message;
    /** The file, and whether it is that of the command before in the same message. */
    long file;

    boolean sameFile;
    String name = "";
    /** Of a reply to {@link Step#CREATE}, the size of the file; otherwise the place of the data in it. */
    long offset;
    /** Where data begins, from the beginning of the part, and how much there is. */
    int dataAt;

    int dataLength;
    /** Length of this part if another one follows; 0 if none does. */
    int next;

    private boolean failed;

    /** How many bytes {@link #read} needs of a part that begins with {@link #START} bytes. */
    static int needed(byte[] bytes, int length) {
        ByteBuffer part = of(bytes, length);
        int magic = length < START ? 0 : part.getInt(0);
        if (magic == SMB2) {
            return part.getShort(12) == 5 && (part.get(16) & 1) == 0 ? FIXED2 + 8 + LONGEST_NAME : FIXED2 + 40;
        }
        return magic != SMB1 ? START : part.get(4) == (byte) 0xa2 && part.get(9) >= 0 ? FIXED1 + LONGEST_NAME : FIXED1;
    }

    private static ByteBuffer of(byte[] bytes, int length) {
        return ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a part of which at least the {@link #needed} bytes are there, or all. */
    void read(byte[] bytes, int length) {
        step = Step.OTHER;
        next = 0;
        dataLength = 0;
        name = "";
        sameFile = false;
        ByteBuffer part = of(bytes, length);
        try {
            int magic = length < START ? 0 : part.getInt(0);
            if (magic == SMB2) {
                second(part);
            } else if (magic == SMB1) {
                first(part);
            }
        } catch (IndexOutOfBoundsException e) {
            step = Step.OTHER;
        }
    }

    private void second(ByteBuffer part) {
        reply = (part.get(16) & 1) != 0;
        next = Math.max(0, part.getInt(20));
        message = part.getLong(24);
        failed = reply && part.getInt(8) != 0;
        switch (part.getShort(12)) {
            case 5 -> {
                step = Step.CREATE;
                if (!reply) {
                    name = text(part, part.getShort(HEADER + 44), part.getShort(HEADER + 46), true);
                } else if (!failed) {
                    offset = part.getLong(HEADER + 48);
                    file(part, HEADER + 64);
                }
            }
            case 6 -> {
                step = Step.CLOSE;
                if (!reply) {
                    file(part, HEADER + 8);
                }
            }
            case 8 -> {
                step = Step.READ;
                if (!reply) {
                    offset = part.getLong(HEADER + 8);
                    file(part, HEADER + 16);
                } else if (!failed) {
                    data(part.get(HEADER + 2) & 0xff, part.getInt(HEADER + 4));
                }
            }
            case 9 -> {
                step = Step.WRITE;
                if (!reply) {
                    data(part.getShort(HEADER + 2) & 0xffff, part.getInt(HEADER + 4));
                    offset = part.getLong(HEADER + 8);
                    file(part, HEADER + 16);
                }
            }
            default -> {}
        }
    }

    private void file(ByteBuffer part, int at) {
        long persistent = part.getLong(at);
        long moving = part.getLong(at + Long.BYTES);
        sameFile = (persistent & moving) == -1;
        file = moving ^ Long.rotateLeft(persistent, Integer.SIZE);
    }

    private void data(int at, int length) {
        dataAt = at;
        dataLength = Math.max(0, length);
    }

    private void first(ByteBuffer part) {
        reply = part.get(9) < 0;
        failed = reply && part.getInt(5) != 0;
        message = part.getShort(30) & 0xffff;
        switch (part.get(4) & 0xff) {
            case 0xa2 -> {
                step = Step.CREATE;
                if (!reply) {
                    boolean wide = (part.getShort(10) & UNICODE) != 0;
                    int at = 33 + 2 * (part.get(32) & 0xff) + 2;
                    name = text(part, at + (wide ? at & 1 : 0), part.getShort(38), wide);
                } else if (!failed) {
                    file = part.getShort(38) & 0xffff;
                    offset = part.getLong(88);
                }
            }
            case 0x04 -> {
                step = Step.CLOSE;
                file = reply ? -1 : part.getShort(33) & 0xffff;
            }
            case 0x2e -> {
                step = Step.READ;
                if (!reply) {
                    place(part, 53, 12);
                } else if (!failed) {
                    data(
                            part.getShort(45) & 0xffff,
                            part.getShort(43) & 0xffff | (part.getShort(47) & 0xff) << Short.SIZE);
                }
            }
            case 0x2f -> {
                step = Step.WRITE;
                if (!reply) {
                    place(part, 57, 14);
                    data(
                            part.getShort(55) & 0xffff,
                            part.getShort(53) & 0xffff | (part.getShort(51) & 0xff) << Short.SIZE);
                }
            }
            default -> {}
        }
    }

    /** The file and the place in it; the high half of the place is there if there are so many words. */
    private void place(ByteBuffer part, int high, int words) {
        file = part.getShort(37) & 0xffff;
        offset = part.getInt(39) & 0xffff_ffffL;
        offset |= part.get(32) >= words ? (long) part.getInt(high) << Integer.SIZE : 0;
    }

    private static String text(ByteBuffer part, int at, int length, boolean wide) {
        int from = at & 0xffff;
        int count = Math.min(Math.min(length & 0xffff, LONGEST_NAME), part.limit() - from);
        byte[] bytes = new byte[Math.max(0, count)];
        part.get(from, bytes);
        String text = new String(bytes, wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
        return CarriedFiles.lastPart(text.replace("\0", ""));
    }

    /** Whether a reply says that the command failed. */
    boolean failed() {
        return failed;
    }
}
