package dev.periplus.api;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketChoice;
import dev.periplus.capture.PacketSource;
import dev.periplus.classify.Detector;
import dev.periplus.correlate.FlowWitness;
import dev.periplus.engine.Additions;
import dev.periplus.flow.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds add-ons with {@link ServiceLoader}, and shows them to the engine. Each call looks at the class path anew; nothing is
 * kept.
 */
public final class AddOns {
    private static final int MOST_DETECTORS = 32;

    private final List<Service<FlowDetector>> detectors = new ArrayList<>();
    private final List<Service<FlowCorrelation>> correlations = new ArrayList<>();
    private final ClassLoader loader;

    /**
     * One that was found. Nothing of its code has run.
     *
     * @param type what {@code maker} makes, or what it is known to be
     * @param maker makes it; throws {@link ServiceConfigurationError} if it cannot
     */
    public record Service<T>(Class<?> type, Supplier<T> maker) {}

    /**
     * What an add-on is and how the user names it.
     *
     * @param kind {@code detector}, {@code correlation}, {@code output}, {@code input} and so on
     * @param name its name; of an input, its scheme
     */
    public record AddOn(String kind, String name, Class<?> type) {
        /**
         * Makes one of each.
         *
         * @param name returns its name
         */
        public static <T> List<AddOn> of(String kind, List<Service<T>> services, Function<T, String> name) {
            return services.stream()
                    .map(one -> one.maker().get())
                    .map(one -> new AddOn(kind, name.apply(one), one.getClass()))
                    .toList();
        }
    }

    private AddOns(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Finds the add-ons of a class loader.
     *
     * @throws IllegalArgumentException if there are more than 32 detectors
     * @throws ServiceConfigurationError if a class cannot be loaded
     */
    public static AddOns of(ClassLoader loader) {
        AddOns found = new AddOns(loader);
        found.detectors.addAll(services(FlowDetector.class, loader));
        found.correlations.addAll(services(FlowCorrelation.class, loader));
        return found.checked();
    }

    /**
     * Finds the classes that provide a service.
     *
     * @throws ServiceConfigurationError if one cannot be loaded, for example because it needs a newer Java
     */
    public static <T> List<Service<T>> services(Class<T> type, ClassLoader loader) {
        return fitting(() -> ServiceLoader.load(type, loader).stream()
                .map(one -> new Service<T>(one.type(), () -> fitting(one)))
                .toList());
    }

    /** A class that another version lacks, or that was made for a newer Java, is an error of the add-on like any other. */
    private static <T> T fitting(Supplier<T> loading) {
        try {
            return loading.get();
        } catch (LinkageError e) {
            throw new ServiceConfigurationError(e.toString(), e);
        }
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
        detectors.add(new Service<>(detector.get().getClass(), detector));
        return checked();
    }

    AddOns withCorrelation(Supplier<FlowCorrelation> correlation) {
        correlations.add(new Service<>(correlation.get().getClass(), correlation));
        return this;
    }

    /** Detectors and correlations as the engine takes them. */
    public Additions additions() {
        List<String> names = new ArrayList<>();
        detectors.forEach(one -> names.add(one.type().getName()));
        correlations.forEach(one -> names.add(one.type().getName()));
        return names.isEmpty()
                ? Additions.NONE
                : new Additions(
                        names,
                        () -> detectors.stream()
                                .<Detector>map(
                                        one -> new DetectorAdapter(one.maker().get()))
                                .toList(),
                        () -> correlations.stream()
                                .<FlowWitness>map(one -> new Witness(one.maker().get()))
                                .toList());
    }

    /** What they are, by kind. Makes one of each. */
    public List<AddOn> found() {
        List<AddOn> found = new ArrayList<>(AddOn.of("detector", detectors, FlowDetector::name));
        found.addAll(AddOn.of("correlation", correlations, FlowCorrelation::name));
        found.addAll(AddOn.of("output", services(FlowOutput.class, loader), FlowOutput::name));
        found.addAll(AddOn.of("input", services(PacketInput.class, loader), PacketInput::scheme));
        return found;
    }

    /**
     * Opens an output of an add-on.
     *
     * @param rules SHA-256 of the rules in force
     * @return null if no add-on has this name
     * @throws IOException if it cannot be opened
     */
    public @Nullable FlowSink output(String name, String target, String rules) throws IOException {
        for (Service<FlowOutput> service : services(FlowOutput.class, loader)) {
            FlowOutput output = service.maker().get();
            if (output.name().equals(name)) {
                return new Sink(output.open(target), rules);
            }
        }
        return null;
    }

    /**
     * Opens packets of an add-on.
     *
     * @param name {@code SCHEME:REST}
     * @return null if no add-on has the scheme of this name
     * @throws IOException if it cannot be opened
     * @throws FilterException if the filter of the options is wrong
     */
    public @Nullable PacketSource packets(String name, CaptureOptions options) throws IOException, FilterException {
        int colon = name.indexOf(':');
        if (colon < 2) {
            return null;
        }
        String scheme = name.substring(0, colon);
        for (Service<PacketInput> service : services(PacketInput.class, loader)) {
            PacketInput input = service.maker().get();
            if (input.scheme().equals(scheme)) {
                PacketChoice choice = new PacketChoice(options);
                return new AddedPackets(name, scheme, input.open(name.substring(colon + 1)), choice);
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
