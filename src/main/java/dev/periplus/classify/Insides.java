package dev.periplus.classify;

import dev.periplus.flow.Exchange;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Finds where protocols hand over to others, and shows what is inside. */
final class Insides {
    /** Maximum nesting depth of protocols in a flow. */
    private static final int DEEPEST = 4;

    private final Map<String, Handover> handovers = new HashMap<>();
    private final Detection detection;
    private final HostNames names;
    private final boolean facts;
    private final BiPredicate<Exchange, FlowInspection> inspect;

    /**
     * @param facts whether to gather facts about hosts
     * @param inspect inspects what a side has just said; returns true if nothing more can be learnt
     */
    Insides(
            List<Handover> all,
            Detection detection,
            HostNames names,
            boolean facts,
            BiPredicate<Exchange, FlowInspection> inspect) {
        all.forEach(handover -> handovers.put(handover.name(), handover));
        this.detection = detection;
        this.names = names;
        this.facts = facts;
        this.inspect = inspect;
    }

    /** Returns the handover with this name, or null. */
    @Nullable
    Handover named(String name) {
        return handovers.get(name);
    }

    /** Whether the protocol hands over to another in this flow, or still may. */
    boolean handOver(Exchange exchange, FlowInspection inspection) {
        Handover handover = inspection.handover;
        if (handover == null || inspection.depth() == DEEPEST || !handsOver(handover, exchange, inspection)) {
            return false;
        }
        Handover.Start start = handover.find(exchange, inspection);
        if (start.known() && isTaken(exchange, start)) {
            Inside inside = new Inside(exchange, start.client(), start.server(), start.opener());
            inspection.inside(
                    inside,
                    new FlowInspection(
                            detection.all(),
                            names,
                            detection.wanted(inside.protocol()),
                            inspection.depth() + 1,
                            facts));
        }
        return !start.never();
    }

    /** Streams do; datagrams if they are themselves inside a stream, or each is opened by itself. */
    private static boolean handsOver(Handover handover, Exchange exchange, FlowInspection inspection) {
        return !exchange.datagrams() || handover.ofDatagrams() && (inspection.depth() > 1 || handover.decrypts());
    }

    /**
     * Whether the server has taken what hands over. Where it sends no answer of its own, what it says first may be meant
     * for the inside or for the opening, until the client goes on.
     */
    private static boolean isTaken(Exchange exchange, Handover.Start start) {
        Opener opener = start.opener();
        return exchange.datagrams()
                || opener != null && opener.isBeside()
                || start.server() > 0
                || exchange.said(Role.CLIENT).length() > start.client();
    }

    /** Whether what is around the inside is inspected too, if there is one. */
    static boolean isBeside(FlowInspection inspection) {
        Inside inside = inspection.inside();
        Opener opener = inside == null ? null : inside.opener();
        return opener != null && opener.isBeside();
    }

    /** Inspects what is new inside; returns true if nothing more can be learnt there. */
    boolean inspect(Exchange exchange, FlowInspection inspection) {
        Inside inside = inspection.inside();
        FlowInspection within = inspection.within();
        if (inside == null || within == null) {
            return false;
        }
        int first = exchange.flow().clientSide();
        boolean done = inspect(exchange, inside, within, first);
        done |= inspect(exchange, inside, within, 1 - first);
        if (!isBeside(inspection)) {
            return done;
        }
        // What the client sent may only open with what the server said.
        done |= inspect(exchange, inside, within, first);
        if (inside.opener() instanceof Telling telling) {
            inspection.toldBy(telling, exchange);
            telling.tell(inspection);
            done |= telling.isOver();
        }
        return done;
    }

    private boolean inspect(Exchange exchange, Inside inside, FlowInspection within, int side) {
        boolean done = false;
        while (inside.grow(exchange, side)) {
            done |= inspect.test(inside, within);
        }
        return done;
    }
}
