package dev.periplus.engine;

import dev.periplus.classify.Detector;
import dev.periplus.correlate.FlowWitness;
import java.util.List;
import java.util.function.Supplier;

/**
 * Detectors and correlations from outside the program.
 *
 * @param names of their classes: results depend on them
 * @param detectors makes those of a shard
 * @param witnesses makes those of an input
 */
public record Additions(List<String> names, Supplier<List<Detector>> detectors, Supplier<List<FlowWitness>> witnesses) {
    public static final Additions NONE = new Additions(List.of(), List::of, List::of);

    public Additions {
        names = List.copyOf(names);
    }
}
