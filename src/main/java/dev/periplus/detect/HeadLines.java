package dev.periplus.detect;

import java.nio.charset.StandardCharsets;

/** Iterates over the field lines of a message head in place (RFC 9112 section 5, RFC 3261 section 7.3). Reusable. */
final class HeadLines {
    private static final int MAX_LINES = 256;

    private byte[] bytes = new byte[0];
    private int end;
    private int position;
    private int lines;
    private boolean ended;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    /** Starts at the first field line. */
    HeadLines reset(byte[] from, int start, int to) {
        bytes = from;
        position = start;
        end = to;
        lines = 0;
        ended = false;
        return this;
    }

    /** Moves to the next field line; returns false at the end of the head and if the line is incomplete. */
    boolean next() {
        while (!ended && lines < MAX_LINES) {
            int feed = position;
            while (feed < end && bytes[feed] != '\n') {
                feed++;
            }
            if (feed >= end) {
                return false;
            }
            int start = position;
            int stop = feed > start && bytes[feed - 1] == '\r' ? feed - 1 : feed;
            position = feed + 1;
            lines++;
            if (stop == start) {
                ended = true;
            } else if (split(start, stop)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the empty line after the head was read. */
    boolean ended() {
        return ended;
    }

    /** Whether the head has more lines than the limit. */
    boolean tooMany() {
        return lines >= MAX_LINES;
    }

    /** Offset of the body, once the head has {@link #ended}. */
    int bodyAt() {
        return position;
    }

    /** Offset of the line's name. */
    int at() {
        return nameStart;
    }

    /** Bytes from the name to the end of the value. */
    int length() {
        return valueEnd - nameStart;
    }

    /** Whether the line has this name, given in lower case. */
    boolean is(String name) {
        return nameEnd - nameStart == name.length() && matches(nameStart, name);
    }

    /** Whether the value contains this text, given in lower case. */
    boolean has(String part) {
        for (int at = valueStart; at + part.length() <= valueEnd; at++) {
            if (matches(at, part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the value begins with this text, given in lower case. */
    boolean startsWith(String part) {
        return valueStart + part.length() <= valueEnd && matches(valueStart, part);
    }

    String value() {
        return new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.ISO_8859_1);
    }

    /** The value as a decimal number, at most {@code most}; 0 if it is none. */
    int number(int most) {
        int number = 0;
        for (int at = valueStart; at < valueEnd; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = Math.min(most, number * 10 + digit);
        }
        return number;
    }

    /** Splits a line; returns false for folded lines and lines without a name, which are skipped. */
    private boolean split(int start, int stop) {
        if (bytes[start] == ' ' || bytes[start] == '\t') {
            return false;
        }
        int colon = start;
        while (colon < stop && bytes[colon] != ':') {
            colon++;
        }
        if (colon == start || colon == stop) {
            return false;
        }
        nameStart = start;
        nameEnd = colon;
        while (nameEnd > start && bytes[nameEnd - 1] == ' ') {
            nameEnd--;
        }
        valueStart = colon + 1;
        valueEnd = stop;
        while (valueStart < valueEnd && isBlank(bytes[valueStart])) {
            valueStart++;
        }
        while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        return true;
    }

    private boolean matches(int at, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            int octet = bytes[at + i];
            int folded = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            if (folded != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
