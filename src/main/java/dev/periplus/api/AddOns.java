package dev.periplus.api;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.classify.Detector;
import dev.periplus.correlate.FlowWitness;
import dev.periplus.engine.Additions;
import dev.periplus.flow.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds add-ons with {@link ServiceLoader}, and shows them to the engine. Each call looks at the class path anew; nothing is
 * kept.
 */
public final class AddOns {
    private static final int MOST_DETECTORS = 32;

    private final List<Supplier<FlowDetector>> detectors = new ArrayList<>();
    private final List<Supplier<FlowCorrelation>> correlations = new ArrayList<>();
    private final ClassLoader loader;

    private AddOns(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Finds the add-ons of a class loader.
     *
     * @throws IllegalArgumentException if there are more than 32 detectors
     */
    public static AddOns of(ClassLoader loader) {
        AddOns found = new AddOns(loader);
        ServiceLoader.load(FlowDetector.class, loader).stream().forEach(one -> found.detectors.add(one::get));
        ServiceLoader.load(FlowCorrelation.class, loader).stream().forEach(one -> found.correlations.add(one::get));
        return found.checked();
    }

    /** No add-ons, for programs that add their own. */
    static AddOns none(ClassLoader loader) {
        return new AddOns(loader);
    }

    private AddOns checked() {
        if (detectors.size() > MOST_DETECTORS) {
            throw new IllegalArgumentException("more than " + MOST_DETECTORS + " detectors of add-ons");
        }
        return this;
    }

    AddOns withDetector(Supplier<FlowDetector> detector) {
        detectors.add(detector);
        return checked();
    }

    AddOns withCorrelation(Supplier<FlowCorrelation> correlation) {
        correlations.add(correlation);
        return this;
    }

    /** Detectors and correlations as the engine takes them. */
    public Additions additions() {
        List<String> names = new ArrayList<>();
        detectors.forEach(one -> names.add(one.get().getClass().getName()));
        correlations.forEach(one -> names.add(one.get().getClass().getName()));
        return names.isEmpty()
                ? Additions.NONE
                : new Additions(
                        names,
                        () -> detectors.stream()
                                .<Detector>map(one -> new DetectorAdapter(one.get()))
                                .toList(),
                        () -> correlations.stream()
                                .<FlowWitness>map(one -> new Witness(one.get()))
                                .toList());
    }

    /** The names of the outputs of add-ons. */
    public List<String> outputs() {
        return ServiceLoader.load(FlowOutput.class, loader).stream()
                .map(one -> one.get().name())
                .toList();
    }

    /**
     * Opens an output of an add-on.
     *
     * @param rules SHA-256 of the rules in force
     * @return null if no add-on has this name
     * @throws IOException if it cannot be opened
     */
    public @Nullable FlowSink output(String name, String target, String rules) throws IOException {
        for (FlowOutput output : ServiceLoader.load(FlowOutput.class, loader)) {
            if (output.name().equals(name)) {
                return new Sink(output.open(target), rules);
            }
        }
        return null;
    }

    /** Opens packets of an add-on; null if none has the scheme of this name. */
    @Nullable
    AddedPackets packets(String name) throws IOException {
        int colon = name.indexOf(':');
        if (colon < 2) {
            return null;
        }
        String scheme = name.substring(0, colon);
        for (PacketInput input : ServiceLoader.load(PacketInput.class, loader)) {
            if (input.scheme().equals(scheme)) {
                return new AddedPackets(name, scheme, input.open(name.substring(colon + 1)));
            }
        }
        return null;
    }

    private record Witness(FlowCorrelation correlation) implements FlowWitness {
        @Override
        public List<Evidence> ended(Flow flow, @Nullable String label) {
            List<Evidence> evidence = new ArrayList<>();
            for (FlowCorrelation.Hint hint : correlation.ended(new EndedFlow(Traffic.of(flow), label))) {
                evidence.add(Evidence.of(
                        Evidence.Kind.COMPANION, hint.label(), hint.weight(), hint.says(), correlation.name()));
            }
            return evidence;
        }
    }

    private record Sink(FlowOutput.Writer writer, String rules) implements FlowSink {
        @Override
        public void flow(FlowRecord record) {
            try {
                writer.flow(new IdentifiedFlow(record));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void goesOn(FlowRecord record) {
            try {
                writer.goesOn(new IdentifiedFlow(record));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void finish(RunSummary run) {
            try {
                writer.finish(RunResult.of(run, rules, false));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
