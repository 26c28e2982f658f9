package dev.periplus.api;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.LossySource;
import dev.periplus.capture.PacketSource;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RunCount;
import dev.periplus.ring.PacketRing.WhenFull;
import java.util.List;
import java.util.function.Predicate;

/** One run of the engine over a source. */
record Run(Engine.Settings settings, PacketSource source, List<String> names, FlowSink sink) {
    RunResult read(Predicate<FlowRecord> wanted) {
        long start = System.nanoTime();
        RunCount count = new RunCount(wanted, sink);
        WhenFull full = source instanceof LossySource ? WhenFull.DROP : WhenFull.WAIT;
        try (Engine engine = new Engine(settings, full)) {
            List<CaptureOutcome> outcomes = engine.run(source, names::get, count);
            RunSummary summary = count.summary(
                    settings.rules().protocols().size(),
                    RunCount.read(outcomes),
                    source instanceof LossySource lossy
                            ? RunCount.packets(lossy.drops(), engine.path())
                            : RunCount.packets(outcomes, engine.path()),
                    engine.path().counters(),
                    System.nanoTime() - start);
            sink.finish(summary);
            return RunResult.of(summary, settings.rules().digest(), count.partial());
        }
    }
}
