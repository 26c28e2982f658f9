package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.InterfaceCount;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.Drops;
import dev.periplus.capture.InterfaceStatus;
import dev.periplus.capture.LossySource;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RecordTaker;
import dev.periplus.engine.RunCount;
import dev.periplus.flow.Flow;
import dev.periplus.report.peer.RunMetric;
import dev.periplus.report.text.TopScreen;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hands on records during live capture, reports statistics, and keeps the sum closed: packets received equal the fates
 * of packets plus drops plus packets still queued.
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
    private final Console console;
    private final Predicate<FlowRecord> wanted;
    private final long began = System.nanoTime();
    private long told = began;
    private long receivedThen;

    /**
     * @param active nanoseconds from one report of a flow to the next
     * @param interval nanoseconds from one status to the next
     * @param wanted selects the records to hand on
     * @param sink receives them
     */
    LiveCount(
            Engine engine,
            LossySource source,
            long active,
            long interval,
            Console console,
            Predicate<FlowRecord> wanted,
            FlowSink sink) {
        this.engine = engine;
        this.source = source;
        this.active = active;
        this.interval = interval;
        this.console = console;
        this.wanted = wanted;
        this.sink = sink;
        count = new RunCount(wanted, sink);
    }

    /** Shows every report of an open flow, and statistics, on the live view. */
    void showOn(TopScreen screen) {
        top = screen;
    }

    RunSummary soFar() {
        return summary(List.of(), System.nanoTime() - began);
    }

    /** Every counter, for programs that watch; any thread. */
    List<RunMetric> metrics() {
        List<InterfaceCount> interfaces =
                source.interfaces().stream().map(LiveCount::counted).toList();
        return RunMetric.of(soFar(), interfaces);
    }

    private static InterfaceCount counted(InterfaceStatus one) {
        Drops drops = one.drops();
        return new InterfaceCount(
                one.name(),
                one.up(),
                drops.received(),
                drops.kernelDropped(),
                drops.interfaceDropped(),
                drops.outages());
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

    @Override
    public void hosts(HostFacts known) {
        count.hosts(known);
    }

    private void show(FlowRecord record) {
        TopScreen screen = top;
        if (screen != null && wanted.test(record)) {
            screen.show(record);
        }
    }

    /** Whether the outputs want this report; the view gets reports more often. */
    private boolean isDue(Flow flow) {
        long now = (flow.overAt() - flow.start()) / active;
        long before = (flow.overAt() - LiveRun.VIEWED_NANOS - flow.start()) / active;
        return now > before;
    }

    @Override
    public void pulse() {
        sink.flush();
        if (console.out().checkError()) {
            throw new UncheckedIOException(new IOException("cannot write results"));
        }
        long now = System.nanoTime();
        if (top != null) {
            top.say(head(soFar().counters(), now));
        }
        if (now - told >= interval) {
            RunSummary soFar = soFar();
            sink.status(soFar);
            if (top == null) {
                console.problem(line(soFar.counters(), now));
            }
            receivedThen = soFar.counters().get(Counter.RECEIVED);
            told = now;
        }
    }

    /** The first line of the live view: what matters most comes first, because narrow terminals cut it. */
    private String head(Counters counters, long now) {
        List<InterfaceStatus> interfaces = source.interfaces();
        long dropped = counters.get(Counter.KERNEL_DROPPED)
                + counters.get(Counter.INTERFACE_DROPPED)
                + counters.get(Counter.RING_DROPPED);
        String named = interfaces.stream()
                .map(one -> one.name() + (one.up() ? "" : " down"))
                .collect(Collectors.joining(", "));
        return (named.isEmpty() ? "" : Printable.of(named) + " · ")
                + Amounts.duration(now - began)
                + String.format(
                        Locale.ROOT,
                        " · %,d packets, %,.0f/s · dropped %,d",
                        counters.get(Counter.RECEIVED),
                        rate(counters, now),
                        dropped)
                + (dropped == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (kernel %,d, interface %,d, ring %,d)",
                                counters.get(Counter.KERNEL_DROPPED),
                                counters.get(Counter.INTERFACE_DROPPED),
                                counters.get(Counter.RING_DROPPED)))
                + String.format(
                        Locale.ROOT,
                        " · %,d flows, %,d open · ring %.0f %% full",
                        counters.get(Counter.FLOWS),
                        counters.get(Counter.FLOWS_OPEN),
                        engine.path().ringFill() * PERCENT);
    }

    /** Packets a second since the last status. */
    private double rate(Counters counters, long now) {
        return (counters.get(Counter.RECEIVED) - receivedThen) / ((now - told) / SECOND);
    }

    private String line(Counters counters, long now) {
        long received = counters.get(Counter.RECEIVED);
        List<String> down = source.interfaces().stream()
                .filter(one -> !one.up())
                .map(InterfaceStatus::name)
                .toList();
        return (down.isEmpty() ? "" : "down: " + String.join(", ", down) + "; ")
                + String.format(
                        Locale.ROOT,
                        "%,d packets, %,.0f/s; %,d flows, %,d open; ring %.0f %% full; dropped: kernel %,d, interface %,d,"
                                + " ring %,d",
                        received,
                        rate(counters, now),
                        counters.get(Counter.FLOWS),
                        counters.get(Counter.FLOWS_OPEN),
                        engine.path().ringFill() * PERCENT,
                        counters.get(Counter.KERNEL_DROPPED),
                        counters.get(Counter.INTERFACE_DROPPED),
                        counters.get(Counter.RING_DROPPED));
    }

    /** The summary so far, or at the end. */
    RunSummary summary(List<CaptureOutcome> outcomes, long elapsed) {
        return count.summary(
                engine.knowledge().rules().protocols().size(),
                RunCount.read(outcomes),
                RunCount.packets(source.drops(), engine.path()),
                engine.path().counters().plus(sink.counters()),
                elapsed);
    }

    /** Whether packets were dropped or flows evicted; valid after {@link #summary}. */
    boolean partial() {
        return count.partial();
    }
}
