package dev.periplus.engine;

import dev.periplus.classify.Detector;
import dev.periplus.correlate.FlowWitness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Detectors and correlations from outside the program.
 *
 * @param names of their classes, and what else results depend on
 * @param detectors makes those of a shard
 * @param witnesses makes those of an input
 */
public record Additions(List<String> names, Supplier<List<Detector>> detectors, Supplier<List<FlowWitness>> witnesses) {
    public static final Additions NONE = new Additions(List.of(), List::of, List::of);

    public Additions {
        names = List.copyOf(names);
    }

    /**
     * The same, with what tells this version of them from another.
     *
     * @param version such as a digest of their files
     */
    public Additions from(String version) {
        List<String> all = new ArrayList<>(names);
        all.add(version);
        return new Additions(all, detectors, witnesses);
    }
}
