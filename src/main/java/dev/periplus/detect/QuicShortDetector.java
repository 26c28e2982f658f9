package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * QUIC of which the capture lacks the handshake (RFC 9000 section 17.3.1). A short-header packet has the two highest
 * bits 01, five bits under header protection, and in the clear the connection ID that the receiver chose, 8 to 20 bytes;
 * everything after it looks random (RFC 9001 section 5.4). One packet shows nothing; several of one sender do, by the ID
 * that stays while the bits before it and the bytes behind it change.
 */
final class QuicShortDetector implements Detector {
    private static final int FORM = 0xc0;
    private static final int SHORT = 0x40;
    private static final int SHORTEST_ID = 8;
    private static final int LONGEST_ID = 20;

    /** Authentication tag (RFC 9001 section 5.3). */
    private static final int TAG = 16;

    private static final int LEAST = 1 + SHORTEST_ID + 4 + TAG;

    private static final int DATAGRAMS = 4;
    private static final int MANY_DATAGRAMS = 6;
    private static final int PATIENCE = 8;

    /** Datagrams of another form before which it gives up. */
    private static final int STRANGERS = 2;

    /** Types of messages lie next to one another; five protected bits and a bit of the receiver's hardly ever do. */
    private static final int SPREAD = 8;

    private static final double FEW = 45;
    private static final double MANY = 60;

    /** Of 16 random bytes at least so many differ, and so many are above 127, in 999 of 1,000 cases. */
    private static final int DISTINCT = 11;

    private static final int HIGH = 3;

    /** So many datagrams of a side may be the one in 1,000. */
    private static final int ODD = 1;

    private static final int DISTINCT_IN_ID = 5;

    /** State of a flow. */
    private static final class State {
        final @Nullable Side[] sides = new Side[2];
        final Tally tally = new Tally("quic");
    }

    /** What the datagrams of one side have in common. */
    private static final class Side {
        final byte[] id = new byte[LONGEST_ID + 1];
        int same;
        int datagrams;

        /** Datagrams that do not end like an authentication tag. */
        int odd;

        /** The values of the first byte's lower six bits, a bit for each. */
        long forms;

        /** Whether its packets showed QUIC. */
        boolean found;

        boolean over;
    }

    @Override
    public String name() {
        return "quic-short";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        int speaking = exchange.speakingSide();
        Said said = exchange.said(speaking);
        boolean tagged = isShort(said) && endsAtRandom(said);
        State state = trail.state() instanceof State known ? known : null;
        if (state == null) {
            if (!tagged) {
                return exchange.packets() > STRANGERS ? Next.DONE : Next.MORE;
            }
            state = new State();
            trail.state(state);
        }
        Side side = state.sides[speaking];
        if (side == null) {
            side = new Side();
            state.sides[speaking] = side;
        }
        hear(side, said, tagged);
        if (!side.over && side.datagrams >= DATAGRAMS) {
            weigh(side, state, said, trail);
        }
        if (side.over && side.found) {
            trail.against("quic", state.tally.given(), "a later packet of this side has no such header");
            return Next.DONE;
        }
        Side other = state.sides[1 - speaking];
        boolean hopeless = side.over && other != null && other.over;
        return hopeless || exchange.packets() >= 2 * PATIENCE || side.datagrams >= PATIENCE && side.found
                ? Next.DONE
                : Next.MORE;
    }

    private static void hear(Side side, Said said, boolean tagged) {
        side.odd += tagged ? 0 : 1;
        if (side.over || !isShort(said) || side.odd > ODD) {
            side.over = true;
            return;
        }
        byte[] bytes = said.bytes();
        if (side.datagrams == 0) {
            side.same = Math.min(side.id.length, said.length() - 1 - TAG);
            System.arraycopy(bytes, 1, side.id, 0, side.same);
        }
        int same = 0;
        int most = Math.min(side.same, said.length() - 1 - TAG);
        while (same < most && bytes[1 + same] == side.id[same]) {
            same++;
        }
        side.same = same;
        side.over = same < SHORTEST_ID;
        side.datagrams++;
        side.forms |= 1L << (bytes[0] & 0x3f);
    }

    private static void weigh(Side side, State state, Said said, Trail trail) {
        int forms = Long.bitCount(side.forms);
        int spread = Long.SIZE - Long.numberOfLeadingZeros(side.forms) - Long.numberOfTrailingZeros(side.forms);
        // Of random values as many are equal in one case of a hundred: one of four or five, two of six, three of eight
        boolean random = forms >= side.datagrams - (side.datagrams / 2 - 1) && spread > SPREAD;
        if (!random || side.same > LONGEST_ID || distinct(side.id, 0, side.same) < DISTINCT_IN_ID) {
            side.over |= side.datagrams >= MANY_DATAGRAMS;
            return;
        }
        side.found = true;
        String says = side.datagrams + " packets with QUIC short headers and one connection ID of " + side.same
                + " bytes, the rest random";
        state.tally.raise(trail, side.datagrams >= MANY_DATAGRAMS ? MANY : FEW, says, said, 0, 1 + side.same);
    }

    private static boolean isShort(Said said) {
        return said.length() >= LEAST && (said.bytes()[0] & FORM) == SHORT;
    }

    /** Whether the last bytes may be an authentication tag. */
    private static boolean endsAtRandom(Said said) {
        byte[] bytes = said.bytes();
        int length = said.length();
        int high = 0;
        for (int i = length - TAG; i < length; i++) {
            high += bytes[i] < 0 ? 1 : 0;
        }
        return high >= HIGH && distinct(bytes, length - TAG, length) >= DISTINCT;
    }

    private static int distinct(byte[] bytes, int from, int to) {
        int distinct = 0;
        for (int i = from; i < to; i++) {
            int before = from;
            while (bytes[before] != bytes[i]) {
                before++;
            }
            distinct += before == i ? 1 : 0;
        }
        return distinct;
    }
}
