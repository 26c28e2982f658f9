package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * RTP and RTCP over datagrams (RFC 3550), also encrypted as SRTP, which has the same headers. A single RTP packet
 * cannot be told from other bytes; several in sequence from one sender can. Other protocols that share the port (RFC
 * 7983) are skipped.
 */
final class RtpDetector implements Detector {
    private static final String RTP = "rtp";
    private static final String RTCP = "rtcp";
    private static final double FOLLOWING = 25;
    private static final double SAME_TIME = 10;
    private static final double TELLING = 50;
    private static final double ENOUGH = 95;
    private static final double OTHER_SIDE = 20;
    private static final int MAX_STRANGERS = 2;
    private static final int MAX_SENDERS = 6;
    private static final int HEADER = 12;

    private final ByteCursor cursor = new ByteCursor();
    private final RtcpCompound compound = new RtcpCompound();

    /** State of a flow. */
    private static final class State {
        double rtp;
        double rtcp;
        int fitting;
        private Side @Nullable [] sides;

        Side side(int side) {
            Side[] both = sides;
            if (both == null) {
                both = new Side[] {new Side(), new Side()};
                sides = both;
            }
            return both[side];
        }
    }

    /** State of one side; created when the first packet looks like RTP, as most flows have none. */
    private static final class Side {
        final RtpSources sources = new RtpSources();
        double score;
        boolean reports;
    }

    @Override
    public String name() {
        return RTP;
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        int side = exchange.speakingSide();
        Said said = exchange.said(side);
        int first = said.length() < 2 ? 0 : said.bytes()[0] & 0xff;
        int second = said.length() < 2 ? 0 : said.bytes()[1] & 0xff;
        boolean version = first >> 6 == 2;
        State known = trail.state() instanceof State before ? before : null;
        if (known == null && !version && !isCompanion(said, first)) {
            return exchange.packets() > MAX_STRANGERS ? Next.DONE : Next.MORE;
        }
        State state = known == null ? new State() : known;
        boolean fits;
        boolean crowded = false;
        if (version && second >= RtcpCompound.FIRST_TYPE && second <= RtcpCompound.LAST_TYPE) {
            fits = rtcp(trail, state, said, side);
        } else if (version) {
            fits = rtp(trail, state, said, side);
            crowded = state.side(side).sources.known() > MAX_SENDERS;
        } else {
            fits = isCompanion(said, first);
        }
        if (fits) {
            state.fitting++;
            trail.state(state);
        }
        int strangers = exchange.packets() - state.fitting;
        return crowded || strangers > MAX_STRANGERS || state.rtp >= ENOUGH ? Next.DONE : Next.MORE;
    }

    private boolean rtp(Trail trail, State state, Said said, int side) {
        int type = said.bytes()[1] & 0x7f;
        cursor.reset(said.bytes(), 0, said.length());
        cursor.skip(2);
        int sequence = cursor.u16();
        int time = (int) cursor.u32();
        int source = (int) cursor.u32();
        if (cursor.failed() || source == 0 || !isPayloadType(type) || !headerFits(said)) {
            return false;
        }
        RtpSources.Step step = state.side(side).sources.take(source, sequence, time);
        double gain = switch (step) {
            case FOLLOWS -> FOLLOWING;
            case SAME_TIME -> SAME_TIME;
            default -> 0;
        };
        if (gain > 0) {
            credit(trail, state, said, side, gain, type);
        }
        return step != RtpSources.Step.JUMPS;
    }

    private void credit(Trail trail, State state, Said said, int side, double gain, int type) {
        Side here = state.side(side);
        double before = here.score;
        here.score += gain;
        if (here.score < TELLING) {
            return;
        }
        boolean second = state.side(1 - side).score >= TELLING;
        double weight = before < TELLING ? here.score : gain;
        if (second) {
            weight = before < TELLING ? OTHER_SIDE : 0;
        }
        if (weight == 0) {
            return;
        }
        if (state.rtp == 0) {
            trail.metadata(RTP, "payload_type", Integer.toString(type));
        }
        state.rtp += weight;
        String says = "RTP packets of one sender, consecutive in sequence number and timestamp";
        trail.found(RTP, weight, says, said, 0, Math.min(HEADER, said.length()));
        if (state.rtcp > 0) {
            trail.against(RTCP, state.rtcp, "RTCP reports belong to RTP on the same port");
            state.rtcp = 0;
        }
    }

    private boolean rtcp(Trail trail, State state, Said said, int side) {
        if (said.length() < said.wireLength()) {
            return true;
        }
        RtcpCompound.Fit fit = compound.read(said.bytes(), said.length());
        if (fit == RtcpCompound.Fit.NOT) {
            return state.side(side).sources.knows(compound.source());
        }
        if (state.rtp > 0 || state.side(side).reports) {
            return true;
        }
        state.side(side).reports = true;
        double first = switch (fit) {
            case CHAIN -> 85;
            case ONE -> said.length() > 8 ? 60 : 45;
            default -> 45;
        };
        double weight = state.rtcp > 0 ? OTHER_SIDE : first;
        state.rtcp += weight;
        trail.found(RTCP, weight, "RTCP packets (lengths fit)", said, 0, said.length());
        return true;
    }

    /** Contributing sources and an extension must fit in the packet (RFC 3550 sections 5.1 and 5.3.1). */
    private boolean headerFits(Said said) {
        int first = said.bytes()[0];
        int length = HEADER + 4 * (first & 15);
        if ((first & 0x10) != 0) {
            cursor.seek(Math.min(length, said.length()));
            cursor.skip(2);
            length += 4 + 4 * cursor.u16();
        }
        return length <= said.wireLength();
    }

    /** Not 64 to 95: with the marker bit these would be RTCP types (RFC 5761 section 4). */
    private static boolean isPayloadType(int type) {
        return type < 64 || type > 95;
    }

    /** STUN, ZRTP, DTLS and TURN channels have their own ranges of first bytes (RFC 7983 section 7). */
    private boolean isCompanion(Said said, int first) {
        cursor.reset(said.bytes(), 0, said.length());
        cursor.skip(2);
        int length = cursor.u16();
        long cookie = cursor.u32();
        if (cursor.failed()) {
            return false;
        }
        if (first <= 3) {
            return cookie == 0x2112_a442L || length == said.wireLength() - 20;
        }
        if (first >= 16 && first <= 19) {
            return cookie == 0x5a52_5450L;
        }
        if (first >= 20 && first <= 63) {
            return (said.bytes()[1] & 0xff) == 0xfe;
        }
        return first >= 64 && first <= 79 && length <= said.wireLength() - 4;
    }
}
