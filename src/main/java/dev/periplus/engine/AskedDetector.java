package dev.periplus.engine;

import dev.periplus.classify.Classifiers;
import dev.periplus.classify.Detector;
import dev.periplus.classify.InspectionState;
import dev.periplus.classify.InspectionStore;
import dev.periplus.classify.Trail;
import dev.periplus.detect.Detectors;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.Said;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inspects a flow again as the run did, and notes when one detector was asked about it. */
public final class AskedDetector implements FlowListener, AutoCloseable {
    private static final long STORE = 1 << 20;

    private final String detector;
    private final InspectionStore store = new InspectionStore(STORE);
    private final Classifiers classifiers;
    private @Nullable Exchange current;
    private long lastAsked;
    private boolean gaveUp;
    private long labelled;
    private long lastInspected;

    /** @param detector its name */
    public AskedDetector(RuleSet rules, String detector) {
        this.detector = detector;
        List<Detector> noted = new ArrayList<>();
        for (Detector one : Detectors.all()) {
            noted.add(one.name().equals(detector) ? new Noted(one) : one);
        }
        classifiers = new Classifiers(
                rules,
                noted,
                Detectors.handovers(),
                Detectors.announcers(),
                store,
                1,
                announcement -> {},
                flow -> {},
                false,
                null);
    }

    /** The packet about which the detector was asked last, 0 if it was never asked. */
    public long lastAsked() {
        return lastAsked;
    }

    /** Whether the detector then ended its search. */
    public boolean gaveUp() {
        return gaveUp;
    }

    /** The packet with which the flow got its label, 0 if it got none. */
    public long labelled() {
        return labelled;
    }

    /** The last packet that was inspected. */
    public long lastInspected() {
        return lastInspected;
    }

    public String detector() {
        return detector;
    }

    @Override
    public void said(Exchange exchange) {
        current = exchange;
        lastInspected = packet(exchange);
        classifiers.said(exchange);
        if (labelled == 0 && InspectionState.of(exchange.flow()).label() != null) {
            labelled = lastInspected;
        }
    }

    @Override
    public void closed(Exchange exchange) {
        classifiers.closed(exchange);
    }

    private static long packet(Exchange exchange) {
        Said said = exchange.said(exchange.speakingSide());
        return said.packetOf(Math.max(0, said.length() - 1));
    }

    @Override
    public void close() {
        store.close();
    }

    /** Notes questions about the flow itself, not those about its inside. */
    private final class Noted implements Detector {
        private final Detector inner;

        Noted(Detector inner) {
            this.inner = inner;
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public boolean wants(int protocol) {
            return inner.wants(protocol);
        }

        @Override
        public boolean opensWith(int first) {
            return inner.opensWith(first);
        }

        @Override
        public List<String> answers() {
            return inner.answers();
        }

        @Override
        public Next inspect(Exchange exchange, Trail trail) {
            Next next = inner.inspect(exchange, trail);
            if (exchange == current) {
                lastAsked = packet(exchange);
                gaveUp = next == Next.DONE;
            }
            return next;
        }
    }
}
