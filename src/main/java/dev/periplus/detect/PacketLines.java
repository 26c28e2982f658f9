package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.address.AddressReader;
import dev.periplus.classify.Announcements;
import dev.periplus.decode.Packet;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks the text lines that packets bring, in place. A line that a segment begins and the next of its side ends is whole
 * there; where the next does not follow directly, what was begun is forgotten. Reusable.
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

    /** The unfinished line of either side, and the sequence number of what would go on with it. */
    static final class Unfinished {
        private final byte[][] lines = {{}, {}};
        private final int[] lengths = new int[2];
        private final int[] sequences = new int[2];
    }

    /** Begins with the lines of a datagram. */
    void datagram(Packet packet) {
        bytes = packet.bytes;
        next = packet.payloadOffset;
        stop = next + packet.payloadCaptured;
        datagram = true;
    }

    /** Begins with the lines that a segment ends or holds. */
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

    /** The unfinished lines of a flow, the state of its announcer. */
    static Unfinished of(Announcements flow) {
        if (flow.state() instanceof Unfinished known) {
            return known;
        }
        Unfinished first = new Unfinished();
        flow.state(first);
        return first;
    }

    /** Moves to the next line; false where there is none that is whole. */
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

    /** The byte {@code ahead} places on in the line, or -1 past its end. */
    int peek(int ahead) {
        return at + ahead < end ? bytes[at + ahead] & 0xff : -1;
    }

    int remaining() {
        return end - at;
    }

    /** True where the line goes on with this, in either case; then moves past it. Given in lower case. */
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

    /** Moves past everything up to this byte and past it; false, at the line's end, where it does not come. */
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

    /** Moves past the first of these two that comes and gives it, or moves to the line's end and gives -1. */
    int passesEither(char one, char other) {
        while (at < end && bytes[at] != one && bytes[at] != other) {
            at++;
        }
        return at < end ? bytes[at++] : -1;
    }

    /** True where the word that stands here, up to {@code ;} or {@code ,}, contains this. Given in lower case. */
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

    /** The number here, or -1 where there is none up to {@code most}. */
    int number(int most) {
        int from = at;
        int number = 0;
        while (at < end && isDigit(bytes[at]) && number <= most) {
            number = number * 10 + bytes[at++] - '0';
        }
        return at == from || number > most ? -1 : number;
    }

    /** The address that stands here, or null; moves past it. */
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
