package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;

/**
 * Parses one message in DNS format (RFC 1035 section 4) from header to end, in place; also the variants of multicast
 * DNS, LLMNR and the NetBIOS name service. Reusable; the fields describe the last message.
 */
final class DnsMessage {
    /** How well the bytes parse. */
    enum Fit {
        NOT,
        /** The header is a plain query's, and its name begins as one; the question is malformed or ends too early. */
        DAMAGED,
        /** The first question is valid, the rest is malformed. */
        BROKEN,
        /** Valid as far as captured. */
        CUT,
        /** The message ends before the payload does. */
        TRAILING,
        EXACT
    }

    static final int HEADER = 12;
    static final int POINTER = 0xc0;

    private static final int MAX_NAME = 255;
    private static final int NETBIOS_NAME = 32;
    private static final int NETBIOS_LEAST = 28;
    private static final int MIN_SOUND = 12;
    private static final int TRUNCATED = 0x0200;

    /** NetBIOS flag of a broadcast query (RFC 1002 section 4.2.1.1). */
    static final int BROADCAST = 0x10;

    private static final int MAX_QUESTIONS = 128;
    private static final int RECURSION_DESIRED = 0x0100;

    /** Characters with which a damaged name must begin, after a header that asks for recursion and after another. */
    private static final int TELLING = 3;

    private static final int TELLING_ALONE = 5;

    int id;
    int flags;
    int questions;
    int answers;
    int additionals;

    /** Offset of the first question's name, -1 if none was complete; and its type and class. */
    int questionName;

    int questionType;
    int questionClass;

    /** Offset of the resource records, and how many of them were complete. */
    int recordsAt;

    int records;

    /** Whether the first name is a NetBIOS name in half-ASCII (RFC 1002 section 4.1). */
    boolean halfAscii;

    /** Whether a class has its top bit set (RFC 6762 sections 5.4 and 10.2). */
    boolean topBit;

    /** Whether a label contains bytes that are not printable ASCII. */
    boolean binaryName;

    /** Whether the header violates the standards. */
    boolean oddHeader;

    private final ByteCursor cursor = new ByteCursor();
    private int authorities;
    private int names;
    private int labels;
    private boolean hostName;

    /** Characters of host names with which the first name begins, and whether it begins with a pointer. */
    private int hostOctets;

    private boolean halfAsciiBegins;

    private boolean pointsFirst;
    private boolean soundQuestion;
    private boolean wrong;

    boolean isReply() {
        return (flags & 0x8000) != 0;
    }

    int opcode() {
        return flags >> 11 & 15;
    }

    int rcode() {
        return flags & 15;
    }

    /** Whether the message is only a header: some servers refuse a query they cannot read this way. */
    boolean bare() {
        return questions == 0 && records == 0;
    }

    /** Parses the message at {@code from}, with {@code captured} of its {@code wire} bytes available. */
    Fit read(byte[] bytes, int from, int captured, int wire) {
        clear();
        cursor.reset(bytes, from, captured);
        id = cursor.u16();
        flags = cursor.u16();
        questions = cursor.u16();
        answers = cursor.u16();
        authorities = cursor.u16();
        additionals = cursor.u16();
        int expected = answers + authorities + additionals;
        if (cursor.failed() || questions > MAX_QUESTIONS || questions + expected == 0 && !isRefusal(wire)) {
            return Fit.NOT;
        }
        wrong = !hasRoom(expected, wire);
        for (int i = 0; i < questions && !cursor.failed(); i++) {
            question();
        }
        recordsAt = cursor.position();
        while (records < expected && !cursor.failed() && !atTruncation()) {
            record();
        }
        oddHeader = isOdd();
        if (wrong || cursor.failed() && captured >= wire) {
            return soundQuestion && !oddHeader ? Fit.BROKEN : damaged();
        }
        if (cursor.failed()) {
            return oddHeader ? Fit.NOT : Fit.CUT;
        }
        if (oddHeader && !soundQuestion) {
            return Fit.NOT;
        }
        return cursor.position() == wire ? Fit.EXACT : Fit.TRAILING;
    }

    private void clear() {
        questionName = -1;
        questionType = 0;
        questionClass = 0;
        recordsAt = 0;
        records = 0;
        names = 0;
        halfAscii = false;
        topBit = false;
        binaryName = false;
        labels = 0;
        hostName = true;
        hostOctets = 0;
        halfAsciiBegins = false;
        pointsFirst = false;
        soundQuestion = false;
    }

    /** One question and nothing else, in the words of a client, and a name that begins as names do. */
    private Fit damaged() {
        boolean recursive = flags == RECURSION_DESIRED;
        boolean plain = questions == 1 && answers == 0 && authorities == 0 && additionals <= 1;
        boolean named = halfAsciiBegins || hostOctets >= (recursive ? TELLING : TELLING_ALONE);
        boolean pointed = recursive && pointsFirst && questionName >= 0 && questionClass == 1;
        boolean asks = (flags & ~(RECURSION_DESIRED | BROADCAST)) == 0;
        halfAscii |= halfAsciiBegins;
        return plain && asks && (named || pointed) ? Fit.DAMAGED : Fit.NOT;
    }

    /** Whether a header without a body is a refusal, the only case in which it is valid. */
    private boolean isRefusal(int wire) {
        return isReply() && rcode() != 0 && wire == HEADER;
    }

    private boolean hasRoom(int expected, int wire) {
        boolean mayBeShort = (flags & TRUNCATED) != 0 && isReply();
        return HEADER + 5L * questions + (mayBeShort ? 0 : 11L * expected) <= wire;
    }

    /** Opcodes above 6 belong to the NetBIOS name service; a query has no response code; bit 9 is reserved. */
    private boolean isOdd() {
        boolean knownOpcode = opcode() <= 6 && opcode() != 3 || halfAscii && (opcode() <= 9 || opcode() == 15);
        return !knownOpcode || (flags & 0x0040) != 0 || rcode() > 11 || !isReply() && rcode() != 0;
    }

    /** Whether no name has a label. */
    boolean nameless() {
        return labels == 0;
    }

    /** A truncated reply may end after any record (RFC 2181 section 9). */
    private boolean atTruncation() {
        return (flags & TRUNCATED) != 0 && cursor.remaining() == 0;
    }

    private void question() {
        int at = cursor.position();
        skipName();
        int type = cursor.u16();
        int clazz = cursor.u16();
        if (cursor.failed()) {
            return;
        }
        topBit |= (clazz & 0x8000) != 0;
        boolean sound = isQuestionType(type) && isClass(clazz & 0x7fff);
        wrong |= !sound;
        if (questionName < 0) {
            questionName = at;
            questionType = type;
            questionClass = clazz;
            soundQuestion = sound && hostName && labels >= 2 && cursor.position() - at >= MIN_SOUND;
        }
    }

    private void record() {
        skipName();
        int type = cursor.u16();
        int clazz = cursor.u16();
        cursor.u32();
        int length = cursor.u16();
        if (cursor.failed()) {
            return;
        }
        boolean options = type == DnsNames.OPT;
        wrong |= !isRecordType(type)
                || !options && !isClass(clazz & 0x7fff)
                || type == DnsNames.A && length != 4 && length != 0
                || type == DnsNames.AAAA && length != 16 && length != 0;
        topBit |= !options && (clazz & 0x8000) != 0;
        cursor.skip(length);
        records += cursor.failed() ? 0 : 1;
    }

    /** Skips a name without following pointers; they must point back (RFC 1035 section 4.1.4). */
    private void skipName() {
        int start = cursor.position();
        int total = 0;
        while (!cursor.failed()) {
            int length = cursor.u8();
            if (length >= POINTER) {
                pointsFirst |= names == 0 && total == 0;
                int target = (length & 0x3f) << 8 | cursor.u8();
                wrong |= !cursor.failed() && (target < HEADER || target >= start);
                break;
            }
            total += length + 1;
            if (length > 63 || total > MAX_NAME) {
                wrong = true;
                cursor.fail();
            }
            if (length == 0) {
                break;
            }
            label(length);
        }
        names++;
    }

    private void label(int length) {
        int nibbles = 0;
        int leading = 0;
        labels++;
        for (int i = 0; i < length; i++) {
            int octet = cursor.u8();
            nibbles += octet >= 'A' && octet <= 'P' ? 1 : 0;
            leading += nibbles == i + 1 ? 1 : 0;
            hostName &= isHostOctet(octet);
            hostOctets += hostName && names == 0 && !cursor.failed() ? 1 : 0;
            binaryName |= !cursor.failed() && (octet < 0x20 || octet > 0x7e);
        }
        if (names == 0 && length == NETBIOS_NAME && nibbles >= NETBIOS_LEAST) {
            halfAscii = true;
        }
        halfAsciiBegins |= names == 0 && labels == 1 && length >= NETBIOS_NAME && leading >= NETBIOS_NAME / 2;
    }

    private static boolean isHostOctet(int octet) {
        int folded = octet | 0x20;
        return folded >= 'a' && folded <= 'z' || octet >= '0' && octet <= '9' || octet == '-' || octet == '_';
    }

    private static boolean isClass(int clazz) {
        return clazz >= 1 && clazz <= 4 || clazz == 254 || clazz == 255;
    }

    private static boolean isQuestionType(int type) {
        return type >= 249 && type <= 262 || isRecordType(type);
    }

    private static boolean isRecordType(int type) {
        return type >= 1 && type <= 128
                || type == 249
                || type == 250
                || type >= 255 && type <= 262
                || type == 32768
                || type == 32769
                || type >= 65280 && type < 65535;
    }
}
