package dev.periplus.transfer;

/**
 * Puts the blocks of a TFTP transfer together (RFC 1350 section 5; numbers go on with 0 after 65535). The first block tells the
 * size of all but the last (RFC 2348).
 */
final class TftpBlocks implements Carrier {
    private static final int HEADER = 4;
    private static final int DATA = 3;
    private static final int NUMBERS = 0x10000;

    private final CarriedFiles files;
    private final CarriedFile file;
    private int sender = -1;
    private int next = 1;
    private int size;
    private boolean over;

    TftpBlocks(CarriedFiles files, String name) {
        this.files = files;
        file = files.begin(name, "");
    }

    /** Whether a datagram is the first block of a file. */
    static boolean isFirst(byte[] bytes, int offset, int length) {
        return length >= HEADER
                && bytes[offset] == 0
                && bytes[offset + 1] == DATA
                && bytes[offset + 2] == 0
                && bytes[offset + 3] == 1;
    }

    @Override
    public void bytes(int side, byte[] from, int offset, int length) {
        if (over || length < HEADER || from[offset] != 0 || from[offset + 1] != DATA || sender >= 0 && side != sender) {
            return;
        }
        int ahead = ((from[offset + 2] & 0xff) << Byte.SIZE | from[offset + 3] & 0xff) - next & NUMBERS - 1;
        if (ahead >= NUMBERS / 2) {
            return;
        }
        sender = side;
        size = size == 0 ? length - HEADER : size;
        if (ahead > 0) {
            file.missing((long) ahead * size);
        }
        next = next + ahead + 1 & NUMBERS - 1;
        file.bytes(from, offset + HEADER, length - HEADER);
        if (length - HEADER < size || size == 0) {
            end(true);
        }
    }

    private void end(boolean complete) {
        if (!over) {
            over = true;
            files.end(file, complete);
        }
    }

    @Override
    public void missing(int side, long count) {
        file.missing(count);
    }

    @Override
    public void ended(int side, boolean closed) {
        end(false);
    }
}
