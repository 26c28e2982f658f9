package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.address.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One row of a registry table, parsed in place. The columns are separated by tabs, trailing empty ones left out: ports,
 * transports ({@code tcp/udp}, or {@code -} for none), name, description, date, status (empty for assigned),
 * unauthorised use. Malformed columns read as empty; {@link RegistryCheck} finds them. Reusable, one per look-up.
 */
final class RegistryLine {
    static final int COLUMNS = 7;
    static final String NO_TRANSPORT = "-";

    private static final int NAME = 2;
    private static final int DESCRIPTION = 3;
    private static final int DATE = 4;
    private static final int STATUS = 5;
    private static final int UNAUTHORIZED = 6;

    private final byte[] bytes;
    private int end;
    private int from;
    private int to;
    private int transports;

    RegistryLine(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Parses ports and transports of the row at {@code start}; returns the offset of the next row. */
    int read(int start) {
        end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        int at = readPorts(start);
        transports = at + 1;
        return end + 1;
    }

    /** The first port of the row at {@code start}; parses nothing else. */
    int portAt(int start) {
        int port = 0;
        for (int at = start; at < bytes.length && isDigit(bytes[at]); at++) {
            port = port * 10 + bytes[at] - '0';
        }
        return port;
    }

    private int readPorts(int start) {
        int at = start;
        from = 0;
        while (at < end && isDigit(bytes[at])) {
            from = from * 10 + bytes[at++] - '0';
        }
        to = from;
        if (at < end && bytes[at] == '-') {
            at++;
            to = 0;
            while (at < end && isDigit(bytes[at])) {
                to = to * 10 + bytes[at++] - '0';
            }
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean isRange() {
        return from != to;
    }

    boolean covers(int port) {
        return from <= port && port <= to;
    }

    /** The notation of a transport in a row. */
    static String transport(int protocol) {
        return protocol == Transport.NONE ? NO_TRANSPORT : Transport.name(protocol);
    }

    /** Whether the row is for this IP protocol; for {@link Transport#NONE}, whether it states no transport. */
    boolean isFor(int protocol) {
        String name = transport(protocol);
        int at = transports;
        while (at < end && bytes[at] != '\t') {
            int next = at;
            while (next < end && bytes[next] != '\t' && bytes[next] != '/') {
                next++;
            }
            if (same(name, at, next)) {
                return true;
            }
            at = next < end && bytes[next] == '/' ? next + 1 : next;
        }
        return false;
    }

    /** Whether the row names a service of this IP protocol, or one without transport. */
    boolean isNamedFor(int protocol) {
        int start = column(NAME);
        return stop(start) > start && (isFor(protocol) || isFor(Transport.NONE));
    }

    private boolean same(String text, int start, int stop) {
        if (stop - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String name() {
        return text(NAME);
    }

    Registration registration(int protocol) {
        return new Registration(
                text(NAME), text(DESCRIPTION), protocol, from, to, orNull(DATE), orNull(UNAUTHORIZED), status());
    }

    private Registration.Status status() {
        String word = text(STATUS);
        for (Registration.Status status : Registration.Status.values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        return Registration.Status.ASSIGNED;
    }

    private @Nullable String orNull(int index) {
        String text = text(index);
        return text.isEmpty() ? null : text;
    }

    private String text(int index) {
        int start = column(index);
        return new String(bytes, start, stop(start) - start, UTF_8);
    }

    /** Offset of a column from the third on, or the end of the row. */
    private int column(int index) {
        int at = transports;
        for (int column = 1; column < index; column++) {
            at = Math.min(stop(at) + 1, end);
        }
        return Math.min(at, end);
    }

    private int stop(int start) {
        int at = start;
        while (at < end && bytes[at] != '\t') {
            at++;
        }
        return at;
    }
}
