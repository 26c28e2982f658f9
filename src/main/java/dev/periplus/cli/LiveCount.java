package dev.periplus.cli;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.Drops;
import dev.periplus.capture.LossySource;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RecordTaker;
import dev.periplus.engine.RunCount;
import dev.periplus.flow.Flow;
import dev.periplus.report.text.TopScreen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands records on while interfaces are captured, says now and then how it goes, and keeps the sum: what was received is
 * what became of packets, plus what was dropped, plus what is still on its way.
 */
final class LiveCount implements RecordTaker {
    private static final double SECOND = 1e9;
    private static final double PERCENT = 100;

    private final RunCount count;
    private final Engine engine;
    private final LossySource source;
    private final FlowSink sink;
    private final long active;
    private @Nullable TopScreen top;
    private final long interval;
    private final Terminal terminal;
    private final Predicate<FlowRecord> wanted;
    private final long began = System.nanoTime();
    private long told = began;
    private long receivedThen;

    /**
     * @param active nanoseconds from one report of a flow to the next
     * @param interval nanoseconds from one status to the next
     * @param wanted which records are handed on
     * @param sink takes them
     */
    LiveCount(
            Engine engine,
            LossySource source,
            long active,
            long interval,
            Terminal terminal,
            Predicate<FlowRecord> wanted,
            FlowSink sink) {
        this.engine = engine;
        this.source = source;
        this.active = active;
        this.interval = interval;
        this.terminal = terminal;
        this.wanted = wanted;
        this.sink = sink;
        count = new RunCount(wanted, sink);
    }

    /** A live view sees every report of a flow that goes on, and how the run goes. */
    void showOn(TopScreen screen) {
        top = screen;
    }

    RunSummary soFar() {
        return summary(List.of(), System.nanoTime() - began);
    }

    @Override
    public void flow(FlowRecord record) {
        show(record);
        count.flow(record);
    }

    @Override
    public void goesOn(FlowRecord record) {
        show(record);
        if (top == null || isDue(record.flow())) {
            count.goesOn(record);
        }
    }

    private void show(FlowRecord record) {
        TopScreen screen = top;
        if (screen != null && wanted.test(record)) {
            screen.show(record);
        }
    }

    /** Reports for the view come more often than others want them. */
    private boolean isDue(Flow flow) {
        long now = (flow.overAt() - flow.start()) / active;
        long before = (flow.overAt() - LiveRun.VIEWED_NANOS - flow.start()) / active;
        return now > before;
    }

    @Override
    public void pulse() {
        sink.flush();
        if (terminal.out().checkError()) {
            throw new UncheckedIOException(new IOException("results can no longer be written"));
        }
        long now = System.nanoTime();
        if (top != null) {
            top.say(line(soFar().counters(), now));
        }
        if (now - told >= interval) {
            RunSummary soFar = soFar();
            sink.status(soFar);
            if (top == null) {
                terminal.err().println("periplus: " + line(soFar.counters(), now));
            }
            receivedThen = soFar.counters().getOrDefault("received", 0L);
            told = now;
        }
    }

    private String line(Map<String, Long> counters, long now) {
        long received = counters.getOrDefault("received", 0L);
        return String.format(
                Locale.ROOT,
                "%,d packets, %,.0f/s; %,d flows, %,d open; ring %.0f %% full; dropped: kernel %,d, interface %,d,"
                        + " ring %,d",
                received,
                (received - receivedThen) / ((now - told) / SECOND),
                counters.getOrDefault("flows", 0L),
                counters.getOrDefault("flows.open", 0L),
                engine.path().ringFill() * PERCENT,
                counters.getOrDefault("kernel-dropped", 0L),
                counters.getOrDefault("interface-dropped", 0L),
                counters.getOrDefault("ring-dropped", 0L));
    }

    /** What there is so far, or at the end. */
    RunSummary summary(List<CaptureOutcome> outcomes, long elapsed) {
        Drops drops = source.drops();
        long ring = engine.path().ringDropped() + drops.unbuffered();
        DecodeCounters decoded = engine.path().decodeCounters();
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("received", drops.received());
        counters.put("kernel-dropped", drops.kernelDropped());
        counters.put("ring-dropped", ring);
        counters.put("interface-dropped", drops.interfaceDropped());
        counters.put("queued", Math.max(0, drops.received() - drops.kernelDropped() - ring - decoded.packets));
        counters.putAll(decoded.all());
        counters.put("flows.open", engine.path().openFlows());
        return count.summary(
                engine.knowledge().rules().protocols().size(),
                RunCount.read(outcomes),
                counters,
                engine.path().counters(),
                elapsed);
    }

    /** True where packets or flows were lost; known once the summary is made. */
    boolean partial() {
        Drops drops = source.drops();
        return count.partial()
                || drops.kernelDropped() + drops.interfaceDropped() + drops.unbuffered() > 0
                || engine.path().ringDropped() > 0;
    }
}
