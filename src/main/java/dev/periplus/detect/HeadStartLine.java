package dev.periplus.detect;

import java.nio.charset.StandardCharsets;

/**
 * The first line of a message in the style of HTTP (RFC 9112 sections 3 and 4) and SIP (RFC 3261 section 7): a request
 * line that ends with the version, or a status line that starts with it. Reusable; the fields describe the last line.
 */
final class HeadStartLine {
    /** Kind of line. */
    enum Kind {
        NOT,
        /** More bytes may complete it. */
        PARTIAL,
        REQUEST,
        REPLY
    }

    private static final int MAX_METHOD = 32;
    private static final int MAX_EMPTY_LINES = 8;

    private final byte[] version;

    private byte[] bytes = new byte[0];
    private int start;
    private int methodEnd;
    private int stop;
    private int next;
    private int status;

    /** @param version version token, in which {@code #} stands for any digit */
    HeadStartLine(String version) {
        this.version = version.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the line at {@code from}, after any empty lines (RFC 9112 section 2.2). */
    Kind read(byte[] in, int from, int to) {
        bytes = in;
        start = from;
        methodEnd = -1;
        stop = -1;
        status = 0;
        int limit = Math.min(to, from + MAX_EMPTY_LINES);
        while (start < limit && (in[start] == '\r' || in[start] == '\n')) {
            start++;
        }
        if (start >= to) {
            return Kind.PARTIAL;
        }
        int same = 0;
        while (same < version.length && start + same < to && isVersion(start + same, same)) {
            same++;
        }
        if (same == version.length) {
            return readStatus(to);
        }
        return start + same == to ? Kind.PARTIAL : readRequest(to);
    }

    /** Offset of the line. */
    int at() {
        return start;
    }

    int length() {
        return stop - start;
    }

    /** Offset of the next line. */
    int next() {
        return next;
    }

    /** Text between the method and the end of a line without a version; empty if there is no such line. */
    String simpleTarget() {
        return methodEnd < 0 || stop <= methodEnd ? "" : text(methodEnd + 1, stop);
    }

    /** Status code of a reply. */
    int status() {
        return status;
    }

    /** Method of a request, also of a partial one; empty if it is incomplete. */
    String method() {
        return methodEnd < 0 ? "" : text(start, methodEnd);
    }

    /** Target of a request. */
    String target() {
        return text(methodEnd + 1, stop - version.length - 1);
    }

    /** First byte of a request's target, also of a partial one, or 0. */
    int targetFirst(int to) {
        return methodEnd >= 0 && methodEnd + 1 < to ? bytes[methodEnd + 1] : 0;
    }

    private Kind readStatus(int to) {
        int at = start + version.length;
        if (at + 4 >= to) {
            boolean may = at >= to || bytes[at] == ' ';
            return may ? Kind.PARTIAL : Kind.NOT;
        }
        for (int i = 1; i <= 3; i++) {
            status = status * 10 + bytes[at + i] - '0';
            if (!isDigit(bytes[at + i])) {
                return Kind.NOT;
            }
        }
        byte after = bytes[at + 4];
        if (bytes[at] != ' ' || status < 100 || status > 999 || after != ' ' && after != '\r' && after != '\n') {
            return Kind.NOT;
        }
        int feed = at + 4;
        while (feed < to && bytes[feed] != '\n') {
            feed++;
        }
        end(feed, to);
        return Kind.REPLY;
    }

    private Kind readRequest(int to) {
        int at = start;
        while (at < to && at - start < MAX_METHOD && isMethod(bytes[at])) {
            at++;
        }
        if (at == to) {
            return Kind.PARTIAL;
        }
        if (at == start || bytes[at] != ' ') {
            return Kind.NOT;
        }
        methodEnd = at;
        int feed = at + 1;
        while (feed < to && bytes[feed] != '\n') {
            boolean control = bytes[feed] >= 0 && bytes[feed] < 0x20 && bytes[feed] != '\t' || bytes[feed] == 0x7f;
            if (control && !(bytes[feed] == '\r' && (feed + 1 == to || bytes[feed + 1] == '\n'))) {
                return Kind.NOT;
            }
            feed++;
        }
        if (feed == to) {
            return Kind.PARTIAL;
        }
        end(feed, to);
        int versionAt = stop - version.length;
        if (versionAt - 1 <= methodEnd + 1 || bytes[versionAt - 1] != ' ') {
            return Kind.NOT;
        }
        for (int i = 0; i < version.length; i++) {
            if (!isVersion(versionAt + i, i)) {
                return Kind.NOT;
            }
        }
        return Kind.REQUEST;
    }

    private void end(int feed, int to) {
        stop = feed > start && bytes[feed - 1] == '\r' ? feed - 1 : feed;
        next = Math.min(to, feed + 1);
    }

    private boolean isVersion(int at, int index) {
        return version[index] == '#' ? isDigit(bytes[at]) : version[index] == bytes[at];
    }

    private String text(int from, int to) {
        return new String(bytes, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static boolean isMethod(byte octet) {
        return octet >= 'A' && octet <= 'Z' || octet == '-' || octet == '_';
    }
}
