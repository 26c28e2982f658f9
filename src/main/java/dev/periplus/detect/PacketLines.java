package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.address.AddressReader;
import dev.periplus.classify.Announcements;
import dev.periplus.decode.Packet;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the text lines in packets, in place. A line that starts in one segment and ends in the next of the same
 * side is joined; if the next segment does not follow directly, the start is dropped. Reusable.
 */
final class PacketLines {
    private static final int LONGEST_KEPT = 1024;

    private final AddressReader addresses = new AddressReader();
    private byte[] bytes = new byte[0];
    private byte[] joined = new byte[0];
    private int next;
    private int stop;
    private int end;
    private boolean datagram;
    private int at;

    /** The unfinished line of each side, and the sequence number of the segment that would continue it. */
    static class Unfinished {
        private final byte[][] lines = {{}, {}};
        private final int[] lengths = new int[2];
        private final int[] sequences = new int[2];
    }

    /** Starts with the lines of a datagram. */
    void datagram(Packet packet) {
        bytes = packet.bytes;
        next = packet.payloadOffset;
        stop = next + packet.payloadCaptured;
        datagram = true;
    }

    /** Starts with the lines that end in a segment. */
    void segment(Packet packet, int side, Unfinished unfinished) {
        datagram = false;
        int before = unfinished.lengths[side];
        if (before > 0 && unfinished.sequences[side] == (int) packet.tcpSequence) {
            int length = before + packet.payloadCaptured;
            if (joined.length < length) {
                joined = new byte[Math.max(length, 2 * joined.length)];
            }
            System.arraycopy(unfinished.lines[side], 0, joined, 0, before);
            System.arraycopy(packet.bytes, packet.payloadOffset, joined, before, packet.payloadCaptured);
            bytes = joined;
            next = 0;
            stop = length;
        } else {
            bytes = packet.bytes;
            next = packet.payloadOffset;
            stop = next + packet.payloadCaptured;
        }
        keepRest(packet, side, unfinished);
    }

    private void keepRest(Packet packet, int side, Unfinished unfinished) {
        int start = stop;
        while (start > next && stop - start <= LONGEST_KEPT && bytes[start - 1] != '\n') {
            start--;
        }
        int length = stop - start;
        boolean whole = packet.payloadCaptured == packet.payloadLength;
        unfinished.lengths[side] = whole && length <= LONGEST_KEPT ? length : 0;
        if (unfinished.lengths[side] > 0) {
            if (unfinished.lines[side].length < length) {
                unfinished.lines[side] = new byte[length];
            }
            System.arraycopy(bytes, start, unfinished.lines[side], 0, length);
            unfinished.sequences[side] = (int) (packet.tcpSequence + packet.payloadLength);
        }
    }

    /** Returns the unfinished lines of a flow, kept as the state of its announcer. */
    static Unfinished of(Announcements flow) {
        if (flow.state() instanceof Unfinished known) {
            return known;
        }
        Unfinished first = new Unfinished();
        flow.state(first);
        return first;
    }

    /** Moves to the next complete line; returns false if there is none. */
    boolean next() {
        int feed = next;
        while (feed < stop && bytes[feed] != '\n') {
            feed++;
        }
        if (feed >= stop && (!datagram || next >= stop)) {
            return false;
        }
        at = next;
        end = feed > next && bytes[feed - 1] == '\r' ? feed - 1 : feed;
        next = feed + 1;
        return true;
    }

    /** Place, in the bytes of the packet, of what follows the line; only after {@link #datagram}. */
    int following() {
        return next;
    }

    /** Returns the byte {@code ahead} places on in the line, or -1 past its end. */
    int peek(int ahead) {
        return at + ahead < end ? bytes[at + ahead] & 0xff : -1;
    }

    int remaining() {
        return end - at;
    }

    /** Moves past this text, given in lower case and matched in either case; returns false if it does not follow. */
    boolean takes(String lower) {
        if (end - at < lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            int octet = bytes[at + i];
            int folded = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            if (folded != lower.charAt(i)) {
                return false;
            }
        }
        at += lower.length();
        return true;
    }

    /** Moves past the next occurrence of this byte; returns false, at the end of the line, if there is none. */
    boolean passes(char octet) {
        while (at < end && bytes[at] != octet) {
            at++;
        }
        if (at >= end) {
            return false;
        }
        at++;
        return true;
    }

    /**
     * Moves past the first of these two bytes and returns it; moves to the end of the line and returns -1 if there is
     * neither.
     */
    int passesEither(char one, char other) {
        while (at < end && bytes[at] != one && bytes[at] != other) {
            at++;
        }
        return at < end ? bytes[at++] : -1;
    }

    /** Whether the word at the position, up to {@code ;} or {@code ,}, contains this text, given in lower case. */
    boolean wordHas(String lower) {
        int from = at;
        boolean has = false;
        while (!has && at < end && bytes[at] != ';' && bytes[at] != ',') {
            has = takes(lower);
            at++;
        }
        at = from;
        return has;
    }

    void passBlanks() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    void passNonDigits() {
        while (at < end && !isDigit(bytes[at])) {
            at++;
        }
    }

    /** Reads a number; returns -1 if there is none up to {@code most}. */
    int number(int most) {
        int from = at;
        int number = 0;
        while (at < end && isDigit(bytes[at]) && number <= most) {
            number = number * 10 + bytes[at++] - '0';
        }
        return at == from || number > most ? -1 : number;
    }

    /** Reads an address and moves past it; returns null if there is none. */
    @Nullable
    Address address() {
        int length = addresses.read(bytes, at, end);
        at += length;
        return length == 0 ? null : addresses.address();
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    @Override
    public String toString() {
        return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    }
}
