package dev.periplus.detect;

import dev.periplus.answer.Metadata;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.Arrays;

/**
 * Compares ICMP echo replies with their requests, whose data they must return (RFC 792, RFC 4443 section 4.2), and
 * requests with each other: those of a ping differ in a time stamp at most. Metadata {@code icmp.altered}, replies with
 * other data, and {@code icmp.varied}, requests with other data behind the time stamp than the one before.
 */
final class EchoAnnouncer implements Announcer {
    private static final int HEADER = 8;
    private static final int REMEMBERED = 16;

    /** Longest time stamp at the beginning of the data: two numbers of 8 bytes. */
    private static final int STAMP = 16;

    /** The latest requests of a flow. */
    private static final class State {
        private final int[] sequences = new int[REMEMBERED];
        private final int[] sums = new int[REMEMBERED];
        private int next;
        private int lastIdentifier = -1;
        private int lastRest;
        private int altered;
        private int varied;

        State() {
            Arrays.fill(sequences, -1);
        }
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        int at = packet.payloadOffset - packet.inspectedHeader;
        int length = packet.inspectedHeader + packet.payloadLength;
        int type = packet.sourcePort;
        boolean request = type == 8 || type == 128;
        boolean reply = type == 0 || type == 129;
        boolean whole = packet.payloadCaptured == packet.payloadLength;
        if (!request && !reply || packet.inspectedHeader < HEADER || !whole || length <= HEADER) {
            return;
        }
        State state = into.state() instanceof State known ? known : new State();
        into.state(state);
        int echo = (packet.bytes[at + 4] & 0xff) << 24
                | (packet.bytes[at + 5] & 0xff) << 16
                | (packet.bytes[at + 6] & 0xff) << 8
                | packet.bytes[at + 7] & 0xff;
        int sum = sum(packet, at + HEADER, at + length);
        if (request) {
            request(state, packet, echo, sum, at + Math.min(length, HEADER + STAMP), at + length);
        } else {
            reply(state, echo, sum);
        }
    }

    private static void request(State state, Packet packet, int echo, int sum, int from, int end) {
        state.sequences[state.next] = echo;
        state.sums[state.next] = sum;
        state.next = (state.next + 1) % REMEMBERED;
        int rest = sum(packet, from, end);
        int identifier = echo >>> 16;
        state.varied += identifier == state.lastIdentifier && rest != state.lastRest ? 1 : 0;
        state.lastIdentifier = identifier;
        state.lastRest = rest;
    }

    private static void reply(State state, int echo, int sum) {
        for (int i = 0; i < REMEMBERED; i++) {
            if (state.sequences[i] == echo) {
                state.altered += state.sums[i] == sum ? 0 : 1;
                return;
            }
        }
    }

    /** A number that differs for other bytes, or another length. */
    private static int sum(Packet packet, int from, int end) {
        int sum = end - from;
        for (int i = from; i < end; i++) {
            sum = 31 * sum + packet.bytes[i];
        }
        return sum;
    }

    @Override
    public void sumUp(Announcements heard, Metadata.Builder into) {
        if (heard.state() instanceof State state) {
            tell(into, "altered", state.altered);
            tell(into, "varied", state.varied);
        }
    }

    private static void tell(Metadata.Builder into, String key, int count) {
        if (count > 0) {
            into.add("icmp", key, Integer.toString(count));
        }
    }
}
