package dev.periplus.api;

import dev.periplus.answer.FlowSink;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Interfaces;
import dev.periplus.capture.LiveCapture;
import dev.periplus.capture.LiveOptions;
import dev.periplus.capture.PacketSource;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.report.FanOut;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.WrongFilterException;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the flows of captures or interfaces:
 *
 * <pre>{@code
 * RunResult run = Periplus.open(Path.of("a.pcapng"))
 *         .rules(Path.of("my-rules"))
 *         .where("standing == not-as-registered")
 *         .each(flow -> System.out.println(flow.traffic().server() + " is " + flow.label()));
 * }</pre>
 *
 * <p>Settings are made first, on one thread; then {@link #each} runs, once. {@link #stop} may come from any thread. Runs
 * share nothing: a program may have several at a time. Nothing here ends the JVM, writes to its standard streams or keeps
 * anything beyond the run. A capture that cannot be read is told in {@link RunResult#problems}, not thrown.
 */
public final class Periplus {
    private static final int MOST_SHARDS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> names;
    private final boolean isLive;
    private final boolean isAdded;
    private AddOns addOns;
    private @Nullable Path rules;
    private @Nullable String filter;
    private @Nullable String condition;
    private @Nullable Duration openEvery;
    private final List<String> outputs = new ArrayList<>();
    private int shards = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() - 1));
    private boolean begun;
    private @Nullable PacketSource source;
    private boolean stopped;

    private Periplus(List<String> names, boolean isLive, boolean isAdded) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("nothing to read");
        }
        this.names = List.copyOf(names);
        this.isLive = isLive;
        this.isAdded = isAdded;
        addOns = AddOns.of(loader());
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Periplus.class.getClassLoader() : context;
    }

    /** Captures that belong together, pcap or pcapng, also in gzip or zstd; flows may span them. */
    public static Periplus open(Path... captures) {
        return new Periplus(Stream.of(captures).map(Path::toString).toList(), false, false);
    }

    /** Packets of an add-on, named {@code SCHEME:REST}; see {@link PacketInput}. */
    public static Periplus packets(String name) {
        return new Periplus(List.of(name), false, true);
    }

    /** Interfaces, by name. Takes the right to open them; packets that are not consumed in time are dropped and counted. */
    public static Periplus live(String... interfaces) {
        return new Periplus(List.of(interfaces), true, false);
    }

    /**
     * The interfaces of this host.
     *
     * @throws IOException if libpcap is missing or fails
     */
    public static List<CaptureInterface> interfaces() throws IOException {
        return CaptureInterface.of(Interfaces.all());
    }

    /** Adds the rules of a folder; a file of the same name overrides a packaged one. */
    public Periplus rules(Path folder) {
        rules = folder;
        return this;
    }

    /** Only packets that pass this BPF filter; needs libpcap. */
    public Periplus filter(String expression) {
        filter = expression;
        return this;
    }

    /** Only flows that match a condition, as of {@code -Y}; times without a zone are UTC. */
    public Periplus where(String matching) {
        condition = matching;
        return this;
    }

    /** Threads that decode and classify, 1 to 16. The results do not depend on it. */
    public Periplus shards(int threads) {
        if (threads < 1 || threads > MOST_SHARDS) {
            throw new IllegalArgumentException(threads + " shards; 1 to " + MOST_SHARDS + " are possible");
        }
        shards = threads;
        return this;
    }

    /** Passes flows that are still open too, at this interval, at least a second. */
    public Periplus reportOpenFlows(Duration interval) {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(interval + "; a second to a day is possible");
        }
        openEvery = interval;
        return this;
    }

    /** Leaves out the detectors and correlations that {@link java.util.ServiceLoader} finds. */
    public Periplus withoutAddOns() {
        addOns = AddOns.none(loader());
        return this;
    }

    /** Adds a detector; one is made for each shard. */
    public Periplus detector(Supplier<FlowDetector> detector) {
        addOns = addOns.withDetector(detector);
        return this;
    }

    /** Adds a correlation. */
    public Periplus correlation(Supplier<FlowCorrelation> correlation) {
        addOns = addOns.withCorrelation(correlation);
        return this;
    }

    /** Also writes the flows with an add-on: {@code NAME=TARGET}. */
    public Periplus output(String nameAndTarget) {
        if (nameAndTarget.indexOf('=') < 1) {
            throw new IllegalArgumentException("an output is NAME=TARGET, not '" + nameAndTarget + "'");
        }
        outputs.add(nameAndTarget);
        return this;
    }

    /**
     * Reads everything, on this thread.
     *
     * @param taker receives each flow, on a thread of the run, one at a time; what it throws ends the run and is thrown here
     * @throws IllegalArgumentException if rules, filter, condition or an output are wrong; the message says where
     * @throws IOException if an interface or an output cannot be opened or written
     */
    public RunResult each(Consumer<IdentifiedFlow> taker) throws IOException {
        begin();
        Engine.Settings settings = settings();
        ResultFilter wanted = wanted(settings.rules());
        try (PacketSource opened = source(settings)) {
            begun(opened);
            return new Run(settings, opened, names, new FanOut(sinks(taker, settings))).read(wanted);
        } catch (FilterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            begun(null);
        }
    }

    private Engine.Settings settings() {
        Engine.Settings settings =
                Engine.Settings.of(knowledge(), shards).showingHosts(false).with(addOns.additions());
        Duration open = openEvery;
        if (open == null && !isLive) {
            return settings;
        }
        long patience = (open == null ? PATIENCE : open).toNanos();
        return settings.live(open == null ? Long.MAX_VALUE : open.toNanos(), patience);
    }

    private PacketSource source(Engine.Settings settings) throws IOException, FilterException {
        if (isLive) {
            return new LiveCapture(names, LiveOptions.DEFAULT.with(filter), sentence -> {});
        }
        CaptureOptions options = new CaptureOptions(filter, 0, 0);
        PacketSource added = isAdded ? addOns.packets(names.get(0), options) : null;
        if (isAdded && added == null) {
            throw new IllegalArgumentException("no add-on reads " + names.get(0));
        }
        return added == null ? new CaptureSet(names, options) : added;
    }

    private ResultFilter wanted(RuleSet known) {
        String text = condition;
        try {
            return text == null ? ResultFilter.ALL : ResultFilter.parse(text, Vocabulary.of(known, ZoneOffset.UTC));
        } catch (WrongFilterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private List<FlowSink> sinks(Consumer<IdentifiedFlow> taker, Engine.Settings settings) throws IOException {
        List<FlowSink> sinks = new ArrayList<>();
        sinks.add(new Consumed(taker, openEvery != null));
        for (String output : outputs) {
            int equals = output.indexOf('=');
            String name = output.substring(0, equals);
            FlowSink sink = addOns.output(
                    name, output.substring(equals + 1), settings.rules().digest());
            if (sink == null) {
                throw new IllegalArgumentException("no add-on writes " + name);
            }
            sinks.add(sink);
        }
        return sinks;
    }

    private synchronized void begin() {
        if (begun) {
            throw new IllegalStateException("each was called before");
        }
        begun = true;
    }

    private synchronized void begun(@Nullable PacketSource opened) {
        source = opened;
        if (stopped && opened != null) {
            opened.stop();
        }
    }

    /** Makes {@link #each} return soon, with the flows so far; any thread. */
    public synchronized void stop() {
        stopped = true;
        if (source != null) {
            source.stop();
        }
    }

    /**
     * Who claims a port, and what would prove it. Reads no packets.
     *
     * @param ports {@code 3248/udp}, {@code 3251} or {@code 10000-10100/tcp}; at most 4,096 ports
     */
    public List<Claim> explain(String ports) {
        return new Claimed(knowledge()).on(ports);
    }

    private Knowledge knowledge() {
        try {
            return RuleFolder.read(
                    rules,
                    folder -> Knowledge.load(
                            Knowledge.ruleLoader().packaged().add(folder).load(), folder, false));
        } catch (InvalidRulesException e) {
            throw new IllegalArgumentException(
                    String.join("\n", e.errors().stream().map(String::valueOf).toList()), e);
        }
    }
}
