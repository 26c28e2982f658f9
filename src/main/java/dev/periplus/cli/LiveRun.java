package dev.periplus.cli;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.LossySource;
import dev.periplus.report.FlowSink;
import dev.periplus.ring.PacketRing.WhenFull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run over packets that do not wait.
 *
 * @param names of interfaces or captures
 * @param interval nanoseconds from one status to the next
 * @param loading reads the rules again
 * @param rules the directory of rules that may change, or null
 */
record LiveRun(
        Engine.Settings settings,
        LossySource source,
        List<String> names,
        Outputs outputs,
        long interval,
        Reload.Loading loading,
        @Nullable Path rules) {
    @SuppressWarnings("try") // the reload works by itself
    int run(Terminal terminal) throws IOException {
        long start = System.nanoTime();
        List<CaptureOutcome> outcomes;
        LiveCount count;
        try (Interrupt interrupt = new Interrupt();
                Engine engine = new Engine(settings, WhenFull.DROP);
                Reload reload = new Reload(engine, loading, rules, terminal.err())) {
            interrupt.stops(source);
            count = new LiveCount(engine, settings, source, interval, terminal);
            List<FlowSink> sinks = outputs.open(terminal, count::soFar);
            count.handOnTo(sinks);
            outcomes = engine.run(source, names::get, count);
            var summary = count.summary(outcomes, System.nanoTime() - start);
            sinks.forEach(sink -> sink.finish(summary));
            terminal.out().flush();
        }
        boolean failed = false;
        for (CaptureOutcome outcome : outcomes) {
            String problem = outcome.problem();
            if (problem != null) {
                failed = true;
                terminal.err().println("periplus: " + problem);
            }
        }
        return failed ? Exit.UNREADABLE : count.partial() ? Exit.PARTIAL : Exit.DONE;
    }
}
