package dev.periplus.engine;

import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSource;
import dev.periplus.classify.Heard;
import dev.periplus.correlate.CorrelateSettings;
import dev.periplus.correlate.Correlator;
import dev.periplus.correlate.Processes;
import dev.periplus.correlate.Settling;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowSettings;
import dev.periplus.ring.Outlet;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.rule.RuleSet;
import dev.periplus.sockets.Owners;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The packet path, wired: captures → ring → shards → correlator → records. */
public final class Engine implements AutoCloseable {
    /**
     * Settings of the path.
     *
     * @param owners owners of sockets, or null
     * @param shards number of threads that decode and classify
     * @param secrets whether records show passwords that crossed in the clear
     * @param hosts whether facts about hosts are gathered
     * @param files whether flows that carry files are heard to their end, so that these are hashed
     * @param additions detectors and correlations of add-ons
     * @param keyLogs secrets that open what is encrypted
     */
    public record Settings(
            CaptureOptions capture,
            DecodeSettings decode,
            FlowSettings flow,
            CorrelateSettings correlate,
            Knowledge knowledge,
            @Nullable Owners owners,
            int shards,
            boolean secrets,
            boolean hosts,
            boolean files,
            Additions additions,
            SecretStore keyLogs) {
        private static final int SHARDS_A_SETTLING_THREAD = 4;

        /** Returns the defaults: whole captures, tunnels opened, no sockets. */
        public static Settings of(Knowledge knowledge, int shards) {
            return new Settings(
                    CaptureOptions.everything(),
                    DecodeSettings.defaults(),
                    FlowSettings.DEFAULT,
                    CorrelateSettings.DEFAULT,
                    knowledge,
                    null,
                    shards,
                    false,
                    true,
                    false,
                    Additions.NONE,
                    new SecretStore());
        }

        /** Names everything but the captures that flows depend on before they are correlated. */
        public String key() {
            return String.join(
                    "\t",
                    "periplus",
                    Version.text(),
                    rules().digest(),
                    capture.toString(),
                    decode.toString(),
                    flow.toString(),
                    secrets ? "secrets" : "",
                    hosts ? "hosts" : "",
                    files ? "files" : "",
                    String.join(",", additions.names()),
                    keyLogs.digest());
        }

        /** Number of threads that settle flows beside the one that correlates them: one from two shards on. */
        int settlingThreads() {
            return (shards + 2) / SHARDS_A_SETTLING_THREAD;
        }

        public RuleSet rules() {
            return knowledge.rules();
        }

        /**
         * Returns settings for interfaces.
         *
         * @param activeNanos interval at which still-open flows are reported
         * @param patienceNanos longest time that a flow waits for evidence from other flows
         */
        public Settings live(long activeNanos, long patienceNanos) {
            return new Settings(
                    capture,
                    decode,
                    flow.withActiveNanos(activeNanos),
                    correlate.withPatience(patienceNanos),
                    knowledge,
                    owners,
                    shards,
                    secrets,
                    hosts,
                    files,
                    additions,
                    keyLogs);
        }

        /**
         * Describes how to reproduce the results of a command.
         *
         * @param arguments the arguments after the name of the command
         * @param accepted files that keep services out of the findings
         */
        public RunSummary.Custody custody(String command, List<String> arguments, List<RunSummary.Accepted> accepted) {
            List<String> words = new ArrayList<>(List.of(command));
            words.addAll(arguments);
            return new RunSummary.Custody(rules().digest(), words, accepted);
        }

        /** Gathers facts about hosts only if results show them. */
        public Settings showingHosts(boolean shown) {
            return new Settings(
                    capture, decode, flow, correlate, knowledge, owners, shards, secrets, shown, files, additions,
                    keyLogs);
        }

        /** Adds secrets that open what is encrypted. */
        public Settings with(SecretStore logs) {
            return new Settings(
                    capture, decode, flow, correlate, knowledge, owners, shards, secrets, hosts, files, additions,
                    logs);
        }

        /** Adds the sockets of this host. */
        public Settings with(Owners known) {
            return new Settings(
                    capture, decode, flow, correlate, knowledge, known, shards, secrets, hosts, files, additions,
                    keyLogs);
        }

        /** The same with other limits of flow tables. */
        public Settings with(FlowSettings limits) {
            return new Settings(
                    capture, decode, limits, correlate, knowledge, owners, shards, secrets, hosts, files, additions,
                    keyLogs);
        }

        /** Adds detectors and correlations. */
        public Settings with(Additions added) {
            return new Settings(
                    capture, decode, flow, correlate, knowledge, owners, shards, secrets, hosts, files, added, keyLogs);
        }

        /** Follows flows that carry files. */
        public Settings withFiles() {
            return new Settings(
                    capture, decode, flow, correlate, knowledge, owners, shards, secrets, hosts, true, additions,
                    keyLogs);
        }
    }

    private final Settings settings;
    private final CapturedProcesses processes = new CapturedProcesses();
    private final PacketPath path;
    private final Correlator correlator;
    private final Records records;
    private final FailFastOutlet outlet;
    private volatile Knowledge knowledge;

    /** Creates an engine for files: a full ring makes reading wait. */
    public Engine(Settings settings) {
        this(settings, WhenFull.WAIT);
    }

    public Engine(Settings settings, WhenFull whenFull) {
        this.settings = settings;
        knowledge = settings.knowledge();
        correlator = new Correlator(
                settled(settings.knowledge()),
                settings.correlate(),
                settings.additions().witnesses(),
                settings.settlingThreads());
        records = new Records(correlator);
        outlet = new FailFastOutlet(records);
        path = new PacketPath(settings, outlet, whenFull, correlator::failures);
    }

    /**
     * Reads captures or interfaces that belong together; flows may span them.
     *
     * @param name returns the name of a capture or interface by its index
     */
    public List<CaptureOutcome> run(PacketSource source, IntFunction<String> name, RecordTaker out) {
        records.taker = out;
        outlet.reading(source);
        correlator.begin(name, out, out::hosts);
        path.takeSecrets(source);
        List<CaptureOutcome> outcomes = path.read(processes.before(source));
        outlet.check();
        path.forget();
        return outcomes;
    }

    /** Reads captures that belong together, in the order of time. */
    public List<CaptureOutcome> run(List<String> captures, RecordTaker out) throws FilterException {
        try (CaptureSet set = new CaptureSet(captures, settings.capture())) {
            return run(set, captures::get, out);
        }
    }

    private Settling settled(Knowledge known) {
        return settling(settings.with(Owners.with(settings.owners(), processes.sockets())), known);
    }

    /** Returns the settling of flows for this knowledge. */
    static Settling settling(Settings settings, Knowledge knowledge) {
        return new Settling(
                knowledge.rules(),
                knowledge.registry(),
                knowledge.knownUsers(),
                new Processes(settings.owners(), knowledge.processes()),
                knowledge.places());
    }

    /** Replaces the knowledge from the next packets on; any thread. */
    public void learn(Knowledge knowledge) {
        path.use(knowledge.rules());
        correlator.use(settled(knowledge));
        this.knowledge = knowledge;
    }

    /** The knowledge in force. */
    public Knowledge knowledge() {
        return knowledge;
    }

    /** The path of the packets, with its counters. */
    public PacketPath path() {
        return path;
    }

    @Override
    public void close() {
        path.close();
        correlator.close();
    }

    /** Passes flows from the ring to the correlator. */
    private static final class Records implements Outlet {
        private static final long PULSE_NANOS = 500_000_000;

        private final Correlator correlator;
        private RecordTaker taker = record -> {};
        private long pulsed = System.nanoTime();

        Records(Correlator correlator) {
            this.correlator = correlator;
        }

        @Override
        public void over(List<Flow> flows, List<Heard> announced) {
            correlator.over(flows, announced);
        }

        @Override
        public void upTo(long clock) {
            correlator.upTo(clock);
            long now = System.nanoTime();
            if (now - pulsed >= PULSE_NANOS) {
                pulsed = now;
                taker.pulse();
            }
        }

        @Override
        public void last() {
            correlator.end();
        }
    }
}
