package dev.periplus.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of a pcapng file, which consists of sections, each with its byte order and its interfaces, made of
 * blocks. Reads enhanced, simple and obsolete packet blocks, takes the drops from interface statistics, and skips other
 * blocks. See draft-ietf-opsawg-pcapng section 4.
 */
final class PcapngRecords extends Records {
    static final int SECTION = 0x0a0d0d0a;

    /** Number of bytes that {@link #ordersBytes} needs. */
    static final int LOOK = 12;

    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int UNKNOWN_DROPS = 0xffff;
    private static final int SIMPLE_PACKET = 3;
    private static final int STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int FRAME = 12;
    private static final int PACKET_HEAD = 28;
    private static final int SIMPLE_HEAD = 12;
    private static final int MAX_PARSED = 2 * MAX_PACKET;
    private static final int MAX_INTERFACES = 1 << 16;

    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private boolean swapped;
    private byte[] sectionOptions = {};
    private int sections;

    /** The interface of the current packet, and where the options of its block begin and end. */
    private @Nullable PcapngInterface current;

    private @Nullable PcapngHead head;
    private int optionsAt;
    private int optionsEnd;
    private int kept;

    PcapngRecords(Windows windows) {
        super(windows);
    }

    @Override
    void keepHead() {
        head = new PcapngHead();
    }

    @Override
    byte[] head() {
        return head == null ? new byte[0] : head.bytes();
    }

    @Override
    boolean isDivisible() {
        return head != null && head.isWhole();
    }

    @Override
    void readHead() {
        Windows w = windows;
        boolean more = true;
        while (more && damage == null && w.has(FRAME)) {
            int type = Numbers.i32(w.bytes, w.position, swapped);
            more = type == SECTION && beginSection(w) || type == INTERFACE && sections > 0;
            long total = more ? Numbers.u32(w.bytes, w.position + 4, swapped) : 0;
            more = more && total >= FRAME && total <= MAX_PARSED && w.has(padded((int) total));
            if (more) {
                parseBlock(w, type, (int) total);
            }
        }
    }

    /** Whether the file states the byte order of its first section, or ends before it would. */
    static boolean ordersBytes(byte[] head) {
        return head.length < FRAME || isByteOrder(Numbers.i32(head, 8));
    }

    private static boolean isByteOrder(int order) {
        return order == BYTE_ORDER || order == Integer.reverseBytes(BYTE_ORDER);
    }

    @Override
    String format() {
        return "pcapng";
    }

    @Override
    boolean next() {
        Windows w = windows;
        while (damage == null) {
            if (!w.has(FRAME)) {
                return ended("a block header");
            }
            if (PcapRecords.begins(Numbers.i32(w.bytes, w.position)) && PcapRecords.beginsAt(w)) {
                return follows();
            }
            int type = Numbers.i32(w.bytes, w.position, swapped);
            if (type == SECTION && !beginSection(w)) {
                return false;
            }
            long total = Numbers.u32(w.bytes, w.position + 4, swapped);
            if (total < FRAME) {
                return damaged(w.offset(), block(type) + " claims " + total + " bytes");
            }
            if (!isParsed(type) && !isKept(type, total)) {
                if (type == PcapngBlocks.SECRETS && secrets != null) {
                    secrets.accept(null);
                }
                skipBlock(w, type, total);
            } else if (total > MAX_PARSED) {
                if (!isPacket(type)) {
                    return damaged(w.offset(), block(type) + " claims " + total + " bytes");
                }
                skipBlock(w, type, total);
                skipped++;
            } else if (!w.has(padded((int) total))) {
                return ended(block(type) + " of " + total + " bytes");
            } else if (parseBlock(w, type, (int) total)) {
                return true;
            }
        }
        return false;
    }

    private boolean isKept(int type, long total) {
        boolean wanted = remarks != null && remarks.wantsAll() && PcapngBlocks.isKept(type)
                || secrets != null && type == PcapngBlocks.SECRETS;
        return wanted && total <= MAX_PARSED;
    }

    @Override
    void remark(Remarks to) {
        PcapngInterface from = current;
        if (from != null && (optionsEnd - optionsAt > 4 || to.wantsAll())) {
            byte[] options = PcapngOptions.copy(PcapngOptions.Of.PACKET, windows.bytes, optionsAt, optionsEnd, swapped);
            to.packet(new Remarks.Remark(from, from.snapLength(), from.options(), options));
        }
    }

    @Override
    byte[] sectionOptions() {
        return sectionOptions;
    }

    /** Whether a pcapng file begins at the position. */
    static boolean beginsAt(Windows w) {
        return w.has(FRAME)
                && Numbers.i32(w.bytes, w.position) == SECTION
                && isByteOrder(Numbers.i32(w.bytes, w.position + 8));
    }

    /** Some programs state the length without the padding that follows it. */
    private static int padded(int total) {
        return total + 3 & ~3;
    }

    private static boolean isPacket(int type) {
        return type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == OBSOLETE_PACKET;
    }

    /** Reads the byte order of a new section, which is needed to read the length before it. */
    private boolean beginSection(Windows w) {
        int order = Numbers.i32(w.bytes, w.position + 8);
        if (!isByteOrder(order)) {
            return damaged(w.offset(), "a section header without a byte-order magic");
        }
        swapped = order != BYTE_ORDER;
        interfaces.clear();
        return true;
    }

    /** Reads a complete block and moves past it. Returns true if it is a packet. */
    private boolean parseBlock(Windows w, int type, int total) {
        int at = w.position;
        int whole = padded(total);
        if (Numbers.i32(w.bytes, at + whole - 4, swapped) != total) {
            return damaged(w.offset(), block(type) + " of " + total + " bytes says another length at its end");
        }
        PcapngHead to = head;
        if (to != null) {
            to.block(type, windows.bytes, at, whole);
        }
        boolean packet = parse(type, at, whole);
        if (damage == null) {
            w.position = at + whole;
        }
        return packet;
    }

    /** Skips a block of any size. */
    private void skipBlock(Windows w, int type, long total) {
        long at = w.offset();
        if (!w.skip((total + 3 & ~3L) - 4) || !w.has(4)) {
            damaged(at, "cut in the middle of " + block(type) + " of " + total + " bytes");
        } else if (Numbers.u32(w.bytes, w.position, swapped) != total) {
            damaged(at, block(type) + " of " + total + " bytes says another length at its end");
        } else {
            w.position += 4;
        }
    }

    private static boolean isParsed(int type) {
        return type == ENHANCED_PACKET
                || type == SIMPLE_PACKET
                || type == OBSOLETE_PACKET
                || type == INTERFACE
                || type == STATISTICS
                || type == SECTION;
    }

    /**
     * Parses a block of {@code total} bytes at {@code at}. Returns true if it is a packet, which the fields then hold.
     */
    private boolean parse(int type, int at, int total) {
        return switch (type) {
            case ENHANCED_PACKET -> enhanced(at, total);
            case OBSOLETE_PACKET -> obsolete(at, total);
            case SIMPLE_PACKET -> simple(at, total);
            case INTERFACE -> describe(at, total);
            case STATISTICS -> statistics(at, total);
            case PcapngBlocks.NAMES, PcapngBlocks.SECRETS, PcapngBlocks.CUSTOM -> keep(type, at, total);
            default -> section(at, total);
        };
    }

    private boolean section(int at, int total) {
        if (total < 28) {
            return damaged(windows.offset(), "a section header of " + total + " bytes");
        }
        int major = Numbers.u16(windows.bytes, at + 12, swapped);
        sectionOptions = PcapngOptions.copy(PcapngOptions.Of.SECTION, windows.bytes, at + 24, at + total - 4, swapped);
        Remarks to = remarks;
        if (sections++ > 0 && to != null) {
            to.section(sectionOptions);
        }
        return major != 1 && damaged(windows.offset(), "a section of pcapng version " + major);
    }

    private boolean keep(int type, int at, int total) {
        Remarks to = remarks;
        byte[] body = PcapngBlocks.body(type, windows.bytes, at, total, swapped);
        if (type == PcapngBlocks.SECRETS && secrets != null) {
            secrets.accept(body);
        }
        if (to != null && to.wantsAll()) {
            to.block(type, body);
        }
        return false;
    }

    private boolean enhanced(int at, int total) {
        if (total < PACKET_HEAD + 4) {
            return damaged(windows.offset(), "an enhanced packet block of " + total + " bytes");
        }
        return packet(at, total, Numbers.i32(windows.bytes, at + 8, swapped));
    }

    private boolean obsolete(int at, int total) {
        if (total < PACKET_HEAD + 4) {
            return damaged(windows.offset(), "a packet block of " + total + " bytes");
        }
        int drops = Numbers.u16(windows.bytes, at + 10, swapped);
        reportedDrops += drops == UNKNOWN_DROPS ? 0 : drops;
        return packet(at, total, Numbers.u16(windows.bytes, at + 8, swapped));
    }

    /** Parses an enhanced or obsolete packet block, which differ only in the interface number. */
    private boolean packet(int at, int total, int number) {
        byte[] b = windows.bytes;
        int length = Numbers.i32(b, at + 20, swapped);
        if (Integer.compareUnsigned(number, interfaces.size()) >= 0) {
            return damaged(
                    windows.offset(), "a packet of interface " + (number & 0xffffffffL) + ", which has no description");
        }
        if (Integer.compareUnsigned(length, total - PACKET_HEAD - 4) > 0) {
            return damaged(windows.offset(), "the packet claims " + (length & 0xffffffffL) + " bytes");
        }
        if (length > MAX_PACKET) {
            skipped++;
            return false;
        }
        PcapngInterface from = interfaces.get(number);
        long ticks = Numbers.u32(b, at + 12, swapped) << 32 | Numbers.u32(b, at + 16, swapped);
        time = from.clock().nanoseconds(ticks);
        fill(from, at + PACKET_HEAD, length, Numbers.i32(b, at + 24, swapped));
        optionsAt = at + PACKET_HEAD + padded(length);
        optionsEnd = at + total - 4;
        return true;
    }

    /** Parses a simple packet block, which has no time: it gets the time of the packet before it. */
    private boolean simple(int at, int total) {
        if (total < SIMPLE_HEAD + 4 || interfaces.isEmpty()) {
            return damaged(windows.offset(), "a simple packet block without a length or without an interface");
        }
        PcapngInterface from = interfaces.get(0);
        int original = Numbers.i32(windows.bytes, at + 8, swapped);
        int length = from.snapLength() == 0 || Integer.compareUnsigned(original, from.snapLength()) < 0
                ? original
                : from.snapLength();
        if (Integer.compareUnsigned(length, total - SIMPLE_HEAD - 4) > 0) {
            return damaged(windows.offset(), "the packet claims " + (length & 0xffffffffL) + " bytes");
        }
        if (length > MAX_PACKET) {
            skipped++;
            return false;
        }
        fill(from, at + SIMPLE_HEAD, length, original);
        return true;
    }

    private void fill(PcapngInterface from, int at, int length, int original) {
        bytes = windows.bytes;
        offset = at;
        linkType = from.linkType();
        current = from;
        optionsAt = 0;
        optionsEnd = 0;
        setLengths(length, original & 0xffffffffL);
    }

    private boolean describe(int at, int total) {
        if (total < 20 || interfaces.size() == MAX_INTERFACES) {
            return damaged(windows.offset(), "too many interfaces, or a description of " + total + " bytes");
        }
        PcapngInterface described = PcapngInterface.read(windows.bytes, at, total, swapped);
        interfaces.add(described);
        if (remarks != null && remarks.wantsAll() && kept < MAX_PARSED) {
            described.keep(
                    PcapngOptions.copy(PcapngOptions.Of.INTERFACE, windows.bytes, at + 16, at + total - 4, swapped));
            kept += described.options().length;
        }
        return false;
    }

    private boolean statistics(int at, int total) {
        int number = total < 24 ? -1 : Numbers.i32(windows.bytes, at + 8, swapped);
        if (number >= 0 && number < interfaces.size()) {
            PcapngInterface of = interfaces.get(number);
            reportedDrops += of.newDrops(windows.bytes, at, total, swapped);
            tell(of, at, total);
        }
        return false;
    }

    private void tell(PcapngInterface of, int at, int total) {
        Remarks to = remarks;
        if (to != null && to.wantsAll()) {
            byte[] b = windows.bytes;
            long ticks = Numbers.u32(b, at + 12, swapped) << 32 | Numbers.u32(b, at + 16, swapped);
            byte[] options = PcapngBlocks.statistics(b, at + 20, at + total - 4, swapped, of.clock());
            to.statistics(of, of.clock().nanoseconds(ticks), options);
        }
    }

    private static String block(int type) {
        return "a block of type " + (type & 0xffffffffL);
    }
}
