package dev.periplus.registry;

import dev.periplus.text.Printable;

/**
 * Ports from {@code from} to {@code to}, both included, each 0 to 65535.
 *
 * @throws IllegalArgumentException if a port is out of bounds or {@code from} is above {@code to}
 */
public record PortRange(int from, int to) {
    public static final int LAST_PORT = 65535;

    private static final int LONGEST_NUMBER = 5;

    public PortRange {
        if (from < 0 || to > LAST_PORT) {
            throw new IllegalArgumentException("ports go from 0 to 65535, not " + (from < 0 ? from : to));
        }
        if (from > to) {
            throw new IllegalArgumentException(
                    "the range " + from + "-" + to + " is empty; the lower port comes first");
        }
    }

    /**
     * Reads {@code 3251} or {@code 10000-10100}.
     *
     * @throws IllegalArgumentException if the text is not a port or a range; the message says what is wrong
     */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-', 1);
        if (dash < 0) {
            int port = number(text.strip());
            return new PortRange(port, port);
        }
        return new PortRange(
                number(text.substring(0, dash).strip()),
                number(text.substring(dash + 1).strip()));
    }

    private static int number(String digits) {
        if (!isNumber(digits)) {
            throw new IllegalArgumentException("\"" + Printable.shortened(digits) + "\" is not a port number");
        }
        int port = digits.length() > LONGEST_NUMBER ? LAST_PORT + 1 : Integer.parseInt(digits);
        if (port > LAST_PORT) {
            throw new IllegalArgumentException("ports go from 0 to 65535, not " + Printable.shortened(digits));
        }
        return port;
    }

    private static boolean isNumber(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    public boolean contains(int port) {
        return from <= port && port <= to;
    }

    public boolean overlaps(PortRange other) {
        return from <= other.to && other.from <= to;
    }

    /** Number of ports: 101 for 3224-3324. */
    public int size() {
        return to - from + 1;
    }

    @Override
    public String toString() {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }
}
