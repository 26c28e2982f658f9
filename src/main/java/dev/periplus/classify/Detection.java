package dev.periplus.classify;

import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.OneSide;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.util.List;

/** The detectors of a shard: shows them what flows say. */
final class Detection {
    private static final int PROTOCOLS = 256;
    private static final int BYTES = 256;

    private final Detector[] all;

    /** By IP protocol number, the last for all frames without IP: a bit for each detector that accepts it. */
    private final long[] wanted = new long[PROTOCOLS + 1];

    /** By first byte: a bit for each detector that accepts a flow opening with it. */
    private final long[] opening = new long[BYTES];

    private final OneSide oneSide = new OneSide();
    private long failures;

    Detection(List<Detector> detectors) {
        if (detectors.size() >= Long.SIZE) {
            throw new IllegalArgumentException("more than 63 detectors");
        }
        all = detectors.toArray(Detector[]::new);
        for (int i = 0; i < all.length; i++) {
            long bit = 1L << i;
            for (int protocol = 0; protocol <= PROTOCOLS; protocol++) {
                wanted[protocol] |= all[i].wants(protocol) ? bit : 0;
            }
            for (int first = 0; first < BYTES; first++) {
                opening[first] |= all[i].opensWith(first) ? bit : 0;
            }
        }
    }

    Detector[] all() {
        return all;
    }

    /** Number of inspections that threw. */
    long failures() {
        return failures;
    }

    /** The detectors that accept flows of this transport, a bit for each; all frames without IP count as one. */
    long wanted(int protocol) {
        return wanted[Math.min(protocol, PROTOCOLS)];
    }

    /** The detectors that accept a flow that begins with what was just said, from an offset on. */
    long wanted(Exchange exchange, int offset) {
        Flow flow = exchange.flow();
        Said said = exchange.said(exchange.speakingSide());
        boolean opens = exchange.datagrams()
                || said.fromStart() && exchange.speaker() == Role.CLIENT && flow.direction() == Flow.Direction.OBSERVED;
        return wanted(exchange.protocol())
                & (opens && said.length() > offset ? opening[said.bytes()[offset] & 0xff] : -1L);
    }

    /**
     * Lets detectors that have given up look at the next datagram too, as long as nothing is known: junk may come before
     * the first message.
     */
    void askAgain(Exchange exchange, FlowInspection inspection) {
        Said said = exchange.said(exchange.speakingSide());
        if (exchange.packets() > 1
                && said.count() <= Signatures.MESSAGES
                && inspection.evidence().isEmpty()) {
            inspection.listening.live |= wanted(exchange, 0);
        }
    }

    /**
     * Shows the side that spoke second to detectors by itself, as long as it is evidence of nothing: those that the other
     * side's bytes have ruled out may still know it.
     */
    void hearAlone(Exchange exchange, FlowInspection inspection) {
        int side = exchange.speakingSide();
        Listening alone = inspection.alone;
        if (alone == null
                && exchange.said(1 - side).length() > 0
                && !inspection.gathered().supports(side)) {
            int first = exchange.said(side).bytes()[0] & 0xff;
            alone = new Listening(wanted(exchange.protocol()) & opening[first] & ~inspection.listening.live, side);
            inspection.alone = alone;
        }
        if (alone != null && alone.side == side) {
            hear(oneSide.speaking(exchange), inspection, alone);
        }
    }

    void hear(Exchange exchange, FlowInspection inspection, Listening listening) {
        for (long left = listening.live; left != 0; left &= left - 1) {
            int detector = Long.numberOfTrailingZeros(left);
            inspection.inspectedBy(listening, detector, exchange);
            Detector.Next next;
            try {
                next = all[detector].inspect(exchange, inspection);
            } catch (RuntimeException e) {
                failures++;
                next = Detector.Next.DONE;
            }
            if (next == Detector.Next.DONE) {
                listening.live &= ~(1L << detector);
            }
        }
    }
}
