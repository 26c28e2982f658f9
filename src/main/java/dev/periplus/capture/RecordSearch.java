package dev.periplus.capture;

/**
 * Guesses where records begin in bytes from the middle of a capture. Neither format marks its records, so a payload that
 * holds a capture deceives it: whoever reads from a guess checks that the records before end exactly there.
 */
public final class RecordSearch {
    /** Number of records that must follow each other. */
    private static final int CHAIN = 6;

    private static final long DAY = 86_400;
    private static final int PCAP_HEAD = 24;
    private static final int MOST = 1 << 18;
    private static final int BLOCK = 12;

    private final byte[] bytes;
    private final int limit;
    private final boolean atEnd;

    /**
     * @param bytes of the file
     * @param limit number of valid bytes
     * @param atEnd whether the file ends there
     */
    public RecordSearch(byte[] bytes, int limit, boolean atEnd) {
        this.bytes = bytes;
        this.limit = limit;
        this.atEnd = atEnd;
    }

    /**
     * Returns the offset at which a record probably begins, or -1 if there is none.
     *
     * @param head headers of the capture, from {@link PacketStream#head}
     */
    public int find(byte[] head) {
        boolean blocks = head.length < PCAP_HEAD || Numbers.i32(head, 0) == PcapngRecords.SECTION;
        boolean swapped = blocks ? isBlocksSwapped(head) : !isPcapPlain(head);
        int header = !blocks && Numbers.i32(head, 0, swapped) == PcapRecords.MODIFIED ? 24 : 16;
        for (int at = 0; at < limit; at++) {
            if (blocks ? areBlocks(at, swapped) : areRecords(at, swapped, header)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isPcapPlain(byte[] head) {
        int magic = Numbers.i32(head, 0);
        return magic == PcapRecords.MICROSECONDS || magic == PcapRecords.NANOSECONDS || magic == PcapRecords.MODIFIED;
    }

    private static boolean isBlocksSwapped(byte[] head) {
        return head.length < BLOCK || Numbers.i32(head, 8) != PcapngRecords.BYTE_ORDER;
    }

    private boolean areRecords(int from, boolean swapped, int header) {
        int at = from;
        long before = -1;
        for (int i = 0; i < CHAIN; i++) {
            if (at == limit && atEnd) {
                return i > 0;
            }
            if (limit - at < header) {
                return !atEnd && i > 1;
            }
            long seconds = Numbers.u32(bytes, at, swapped);
            int length = Numbers.i32(bytes, at + 8, swapped);
            int wire = Numbers.i32(bytes, at + 12, swapped);
            boolean plausible = length > 0
                    && length <= MOST
                    && wire >= length
                    && Numbers.u32(bytes, at + 4, swapped) < 1_000_000_000L
                    && (before < 0 || Math.abs(seconds - before) < DAY);
            if (!plausible) {
                return false;
            }
            before = seconds;
            at += header + length;
            if (at > limit) {
                return !atEnd && i > 1;
            }
        }
        return true;
    }

    private boolean areBlocks(int from, boolean swapped) {
        int at = from;
        for (int i = 0; i < CHAIN; i++) {
            if (at == limit && atEnd) {
                return i > 0;
            }
            if (limit - at < BLOCK) {
                return !atEnd && i > 1;
            }
            int type = Numbers.i32(bytes, at, swapped);
            int total = Numbers.i32(bytes, at + 4, swapped);
            boolean plausible = (type > 0 && type < 0x100 || type == PcapngRecords.SECTION)
                    && total >= BLOCK
                    && total <= MOST
                    && total % 4 == 0;
            if (!plausible) {
                return false;
            }
            if (limit - at < total) {
                return !atEnd && i > 1;
            }
            if (Numbers.i32(bytes, at + total - 4, swapped) != total) {
                return false;
            }
            at += total;
        }
        return true;
    }
}
