package dev.periplus.engine;

import dev.periplus.classify.Heard;
import dev.periplus.classify.KeptFlows;
import dev.periplus.correlate.Correlator;
import dev.periplus.correlate.DuePacking;
import dev.periplus.correlate.DueSettling;
import dev.periplus.flow.Flow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Correlates the flows of several {@link FlowStage}s, and makes the records or leaves them to tasks. The records are
 * those of an {@link Engine} that reads the whole input, whatever the number of stages and tasks.
 */
public final class RecordStage {
    private final Correlator correlator;
    private final int captures;

    private RecordStage(Engine.Settings settings, int captures) {
        this.captures = captures;
        correlator = new Correlator(Engine.settling(settings, settings.knowledge()), settings.correlate());
    }

    /**
     * Returns a stage that makes the records.
     *
     * @param captures number of captures of the input
     * @param captureName path of a capture by its index
     * @param out receives the records
     */
    public static RecordStage making(
            Engine.Settings settings, int captures, IntFunction<String> captureName, RecordTaker out) {
        RecordStage stage = new RecordStage(settings, captures);
        stage.correlator.begin(captureName, out, out::hosts);
        return stage;
    }

    /**
     * Returns a stage whose records tasks make, each with {@link #settling}.
     *
     * @param tasks packs what the tasks need
     */
    public static RecordStage dividing(
            Engine.Settings settings, int captures, IntFunction<String> captureName, DuePacking tasks) {
        RecordStage stage = new RecordStage(settings, captures);
        stage.correlator.begin(tasks, captureName, hosts -> {});
        return stage;
    }

    /** Returns a stage whose records tasks make, and which makes them too. */
    public static RecordStage both(
            Engine.Settings settings,
            int captures,
            IntFunction<String> captureName,
            DuePacking tasks,
            RecordTaker out) {
        RecordStage stage = new RecordStage(settings, captures);
        stage.correlator.begin(tasks, captureName, out, out::hosts);
        return stage;
    }

    /** Returns what makes the records of one task. */
    public static DueSettling settling(
            Engine.Settings settings, int captures, IntFunction<String> captureName, DueSettling.Taker out) {
        return new DueSettling(Engine.settling(settings, settings.knowledge()), captures, captureName, out);
    }

    /**
     * Takes a part of any stage. Parts must come in the order of the times they begin at.
     *
     * @throws dev.periplus.flow.DamagedStateException if its bytes have changed
     */
    public void take(FlowStage.Part part) throws IOException {
        correlator.upTo(part.from());
        byte[] kept = part.kept();
        List<Flow> flows = new ArrayList<>();
        List<Heard> announced = new ArrayList<>();
        try (KeptFlows.Reader reader = new KeptFlows.Reader(new ByteArrayInputStream(kept), kept.length, 0, captures)) {
            for (KeptFlows.Entry entry = reader.next(); entry != KeptFlows.Entry.END; entry = reader.next()) {
                switch (entry) {
                    case FLOW -> flows.add(reader.flow());
                    case ANNOUNCEMENT -> announced.add(reader.heard());
                    default -> {}
                }
            }
        }
        correlator.over(flows, announced);
    }

    /** All parts have come: settles the rest. */
    public void end() {
        correlator.end();
    }
}
