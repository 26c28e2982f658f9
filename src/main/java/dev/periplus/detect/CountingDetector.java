package dev.periplus.detect;

import dev.periplus.address.Transport;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Protocols that a single packet does not show, but a few in a row do: they keep an identifier and count. ESP (RFC 4303
 * section 2), AH (RFC 4302 section 2), MACsec (IEEE 802.1AE section 9), PROFINET RT (IEC 61158-6-10 section 4.7), data
 * messages of WireGuard (protocol and cryptography, "Subsequent messages").
 *
 * <p>How it works. The last packets of each identifier of each side wait for their successor. Two steps that are
 * alike prove the protocol, if what follows looks encrypted where the protocol encrypts.
 */
final class CountingDetector implements Detector {
    private static final int ESP = 50;
    private static final int AH = 51;
    private static final int WIREGUARD_DATA = 4;
    private static final int WIREGUARD_HEADER = 16;
    private static final int MACSEC = Transport.ofEtherType(0x88e5);
    private static final int PROFINET = Transport.ofEtherType(0x8892);

    private static final int LARGEST_CYCLE = 0x4000;

    /** One step is too little: most protocols have a number that goes up. */
    private static final double ONE_STEP = 30;

    private static final double NEXT_STEP = 30;

    /** Bytes that are looked at to see whether they are encrypted, and the fewest that show it. */
    private static final int SAMPLE = 64;

    private static final int LEAST_SAMPLE = 16;

    /** TCI of MACsec: encrypted, and with the identifier of the secure channel. */
    private static final int ENCRYPTED = 0x0c;

    private static final int CHANNEL = 0x20;
    private static final int CHANNEL_BYTES = 8;

    /** Identifiers that are followed on each side: associations in use at the same time. */
    private static final int FOLLOWED = 4;

    private final ByteCursor cursor = new ByteCursor();
    private final Count count = new Count();
    private final boolean[] seen = new boolean[256];

    /** What a packet counts. */
    private static final class Count {
        String label = "";
        long id;
        long number;
        long range;

        /** Whether every step is as long as the one before, rather than short. */
        boolean regular;

        int bytes;
    }

    /** The latest packet of an identifier of a side. */
    private static final class Followed {
        long id = -1;
        long number;
        long step;
        int steps;
    }

    /** State of a flow. */
    private static final class State {
        final @Nullable Followed[][] sides = new Followed[2][FOLLOWED];
        final int[] next = new int[2];
        int steps;

        /** The entry of an identifier, the oldest if it is new. */
        Followed of(int side, long id) {
            for (Followed known : sides[side]) {
                if (known != null && known.id == id) {
                    return known;
                }
            }
            Followed made = new Followed();
            sides[side][next[side]] = made;
            next[side] = (next[side] + 1) % FOLLOWED;
            return made;
        }
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == ESP || protocol == AH || protocol == Packet.UDP || Transport.isFrame(protocol);
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        int side = exchange.speakingSide();
        Said said = exchange.said(side);
        if (!reads(exchange.protocol(), said)) {
            return exchange.protocol() == ESP
                            || exchange.protocol() == AH
                            || exchange.protocol() == MACSEC
                            || exchange.protocol() == PROFINET
                    ? Next.MORE
                    : Next.DONE;
        }
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        Followed followed = state.of(side, count.id);
        boolean first = followed.id < 0;
        long step = count.number - followed.number & count.range;
        followed.id = count.id;
        followed.number = count.number;
        if (first || step == 0) {
            return Next.MORE;
        }
        if (!follows(followed, step)) {
            followed.steps = 0;
            followed.step = step;
            return Next.MORE;
        }
        followed.step = step;
        followed.steps++;
        return proves(state, said, trail) ? Next.DONE : Next.MORE;
    }

    /** Whether a step is one that the protocol makes; a regular one is known only by the one before it. */
    private boolean follows(Followed followed, long step) {
        if (count.regular) {
            return step == followed.step && step <= LARGEST_CYCLE;
        }
        return step == 1;
    }

    /** Adds evidence for the first two steps of a flow; returns whether that is all. */
    private boolean proves(State state, Said said, Trail trail) {
        state.steps++;
        String says =
                (state.steps == 1 ? "identifier repeats and number goes on as in " : "again as in ") + count.label;
        trail.found(count.label, state.steps == 1 ? ONE_STEP : NEXT_STEP, says, said, 0, count.bytes);
        return state.steps == 2;
    }

    /** Reads what a packet counts into {@link #count}. */
    private boolean reads(int protocol, Said said) {
        said.cursor(cursor);
        if (protocol == Packet.UDP) {
            return isWireGuardData(said);
        }
        if (protocol == ESP) {
            return counts("esp", cursor.u32(), cursor.u32(), 0xffff_ffffL, 8)
                    && count.id > 0
                    && said.wireLength() % 4 == 0
                    && isRandom(said, 8);
        }
        if (protocol == AH) {
            int head = (int) cursor.u32();
            return counts("ah", cursor.u32(), cursor.u32(), 0xffff_ffffL, 12)
                    && count.id > 0
                    && (head & 0xffff) == 0
                    && (head >> 16 & 0xff) + 2 << 2 <= said.length();
        }
        if (protocol == MACSEC) {
            int tag = cursor.u8();
            int shortLength = cursor.u8();
            long number = cursor.u32();
            boolean channel = (tag & CHANNEL) != 0;
            long id = channel ? cursor.u64() & Long.MAX_VALUE : tag;
            return counts("macsec", id, number, 0xffff_ffffL, 6)
                    && tag < 128
                    && (tag & ENCRYPTED) == ENCRYPTED
                    && shortLength < 48
                    && isRandom(said, channel ? 6 + CHANNEL_BYTES : 6);
        }
        return protocol == PROFINET && said.length() == said.wireLength() && cyclic(said.length());
    }

    /** Type, reserved bytes, the receiver's index, a counter in little endian, and sealed bytes padded to 16. */
    private boolean isWireGuardData(Said said) {
        if (said.length() < 2 * WIREGUARD_HEADER || said.bytes()[0] != WIREGUARD_DATA) {
            return false;
        }
        long reserved = cursor.u32le() >> Byte.SIZE;
        long receiver = cursor.u32le();
        long number = cursor.u32le() | cursor.u32le() << Integer.SIZE;
        return counts("wireguard", reserved << Integer.SIZE | receiver, number, Long.MAX_VALUE, WIREGUARD_HEADER)
                && receiver != 0
                && said.wireLength() % WIREGUARD_HEADER == 0
                && isRandom(said, WIREGUARD_HEADER);
    }

    /** Whether what follows may be encrypted: its bytes differ as much as those of a random sample hardly fail to. */
    private boolean isRandom(Said said, int from) {
        int size = Math.min(SAMPLE, said.length() - from);
        Arrays.fill(seen, false);
        int different = 0;
        for (int i = 0; i < size; i++) {
            int octet = said.bytes()[from + i] & 0xff;
            different += seen[octet] ? 0 : 1;
            seen[octet] = true;
        }
        return size >= LEAST_SAMPLE && different * 5 >= size * 4;
    }

    /** Data of a cycle ends with its counter, the status of the data and that of the transfer. */
    private boolean cyclic(int length) {
        int id = cursor.u16();
        cursor.skip(length - 6);
        int cycle = cursor.u16();
        int data = cursor.u8();
        int transfer = cursor.u8();
        boolean read = counts("profinet-rt", (long) id << Integer.SIZE | length, cycle, 0xffff, 2);
        count.regular = true;
        return read && id >= 0x0100 && id <= 0xfbff && (data & 0x4c) == 0x04 && transfer == 0;
    }

    private boolean counts(String label, long id, long number, long range, int bytes) {
        count.label = label;
        count.id = id;
        count.number = number;
        count.range = range;
        count.regular = false;
        count.bytes = bytes;
        return !cursor.failed();
    }
}
