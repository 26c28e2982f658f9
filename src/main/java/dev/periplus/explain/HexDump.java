package dev.periplus.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The bytes of a packet in hexadecimal and ASCII, sixteen a line, with marked ones in brackets. A line takes 73 columns.
 */
record HexDump(byte[] bytes, BitSet marked) {
    private static final int LINE = 16;

    /** Lines before and after the marked bytes. */
    private static final int AROUND = 1;

    private static final int WHOLE = 8 * LINE;
    private static final int MOST_LINES = 24;

    /** Returns all lines of a small packet, else those with marked bytes and their neighbours. */
    List<String> lines() {
        int first = 0;
        int last = Math.max(0, (bytes.length - 1) / LINE);
        if (bytes.length > WHOLE && !marked.isEmpty()) {
            first = Math.max(0, marked.nextSetBit(0) / LINE - AROUND);
            last = Math.min(last, (marked.length() - 1) / LINE + AROUND);
        }
        last = Math.min(last, first + MOST_LINES - 1);
        List<String> lines = new ArrayList<>();
        for (int line = first; line <= last; line++) {
            lines.add(line(line * LINE));
        }
        int left = bytes.length - (last + 1) * LINE;
        if (left > 0) {
            lines.add(String.format(Locale.ROOT, "%,d more bytes", left));
        }
        return lines;
    }

    private String line(int from) {
        StringBuilder hex = new StringBuilder(String.format(Locale.ROOT, "%04x ", from));
        StringBuilder ascii = new StringBuilder();
        for (int at = from; at < from + LINE; at++) {
            boolean before = at > from && isMarked(at - 1);
            hex.append(isMarked(at) == before ? ' ' : before ? ']' : '[');
            hex.append(at < bytes.length ? String.format(Locale.ROOT, "%02x", bytes[at]) : "  ");
            if (at < bytes.length) {
                ascii.append(bytes[at] >= 0x20 && bytes[at] < 0x7f ? (char) bytes[at] : '.');
            }
        }
        return hex.append(isMarked(from + LINE - 1) ? "] " : "  ").append(ascii).toString();
    }

    private boolean isMarked(int at) {
        return at < bytes.length && marked.get(at);
    }
}
