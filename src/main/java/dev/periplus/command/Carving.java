package dev.periplus.command;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.DecoderSink;
import dev.periplus.engine.Engine;
import dev.periplus.engine.PacketCopy;
import dev.periplus.flow.ChosenFlows;
import dev.periplus.flow.PacketMarks;
import java.util.List;
import java.util.function.Predicate;

/** Finds the flows that match in captures, then marks their packets. */
final class Carving {
    private final Engine.Settings settings;
    private final List<String> captures;
    private final Predicate<FlowRecord> wanted;
    private final CopiedSecrets secrets;
    private final ChosenFlows chosen = new ChosenFlows();
    private final PacketMarks marks = new PacketMarks(chosen);
    private List<CaptureOutcome> outcomes = List.of();
    private long flows;
    private long all;
    private boolean partial;
    private String keyLog = "";

    Carving(Engine.Settings settings, List<String> captures, Predicate<FlowRecord> wanted, CopiedSecrets secrets) {
        this.settings = settings;
        this.captures = captures;
        this.wanted = wanted;
        this.secrets = secrets;
    }

    void run() throws FilterException {
        try (Engine engine = new Engine(settings)) {
            outcomes = engine.run(captures, record -> {
                all++;
                if (wanted.test(record)) {
                    flows++;
                    chosen.add(record.flow());
                    secrets.add(record);
                }
            });
            keyLog = secrets.keyLog(engine.path().keys());
            partial = engine.path().flowCounters().evicted > 0;
        }
        DecoderSink.read(captures, settings, marks);
    }

    /** What to write once it has run. */
    PacketCopy copy() {
        return new PacketCopy(captures, marks::has, keyLog);
    }

    List<CaptureOutcome> outcomes() {
        return outcomes;
    }

    /** Number of flows that match. */
    long flows() {
        return flows;
    }

    /** Number of flows in the captures. */
    long all() {
        return all;
    }

    /** Whether flows were evicted, so that some may be missing. */
    boolean partial() {
        return partial;
    }
}
