package dev.periplus.command;

import dev.periplus.address.Address;
import dev.periplus.api.Vocabulary;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.correlate.CorrelateSettings;
import dev.periplus.correlate.DecodeAs;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decrypt.KeyLogReader;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.flow.FlowSettings;
import dev.periplus.geo.PlaceDatabases;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.PortSpec;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.WrongFilterException;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import dev.periplus.sockets.Owners;
import dev.periplus.sockets.SocketFiles;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How packets become flows and flows get their labels, for every operation that reads packets; and which flows it is about.
 * What is not set is as the command line has it by default.
 */
public final class Reading {
    private static final int MOST_SHARDS = 16;

    private @Nullable String filter;
    private @Nullable String condition;
    private ZoneId zone = ZoneOffset.UTC;
    private int snapLength;
    private long count;
    private final List<String> decodeAs = new ArrayList<>();
    private @Nullable Path rules;
    private int shards = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() - 1));
    private int maxFlows = FlowSettings.DEFAULT.maxFlows();
    private @Nullable Duration idle;
    private @Nullable PortRange framehawk;
    private List<Path> sockets = List.of();
    private List<String> socketsHost = List.of();
    private List<Path> keyLogs = List.of();
    private List<Path> places = List.of();
    private boolean showSecrets;
    private boolean files;
    private boolean tunnels = true;
    private boolean ignoreVlan;
    private boolean ignoreTunnel;
    private boolean ipOnly;
    private @Nullable Plugins plugins;
    private List<String> words = List.of();

    /** Only packets that pass this BPF filter; needs libpcap. */
    public Reading filter(@Nullable String expression) {
        filter = expression;
        return this;
    }

    /** Only flows that match a condition, as of {@code -Y}; null for all. */
    public Reading where(@Nullable String matching) {
        condition = matching;
        return this;
    }

    /** The zone of times in text for people, and of times in the condition that name none; UTC unless set. */
    public Reading zone(ZoneId place) {
        zone = place;
        return this;
    }

    /** Looks only at so many bytes of each packet; 0 for all. */
    public Reading snapLength(int bytes) {
        snapLength = bytes;
        return this;
    }

    /** Stops after so many packets; 0 for all. */
    public Reading count(long packets) {
        count = packets;
        return this;
    }

    /** Evidence that ports are labels: {@code tcp.port==3251,ssh} each. */
    public Reading decodeAs(List<String> portsAndLabels) {
        decodeAs.addAll(portsAndLabels);
        return this;
    }

    /** Adds the rules of a folder; a file of the same name overrides a packaged one. Null for the packaged ones only. */
    public Reading rules(@Nullable Path folder) {
        rules = folder;
        return this;
    }

    /** Threads that decode and classify, 1 to 16. The results do not depend on it. */
    public Reading shards(int threads) {
        if (threads < 1 || threads > MOST_SHARDS) {
            throw new IllegalArgumentException(threads + " shards; 1 to " + MOST_SHARDS + " are possible");
        }
        shards = threads;
        return this;
    }

    /** Open flows at most; the longest idle is evicted. 0 for the usual number. */
    public Reading maxFlows(int flows) {
        maxFlows = flows == 0 ? FlowSettings.DEFAULT.maxFlows() : flows;
        return this;
    }

    /** Ends a flow after this time without a packet; null for the usual time of its transport. */
    public Reading idleTimeout(@Nullable Duration silence) {
        idle = silence;
        return this;
    }

    /**
     * UDP ports of Citrix Framehawk.
     *
     * @throws UsageException if it is no range
     */
    public Reading framehawk(int lowest, int highest) throws UsageException {
        try {
            CorrelateSettings usual = CorrelateSettings.DEFAULT;
            CorrelateSettings checked = new CorrelateSettings(lowest, highest, List.of(), usual.patienceNanos());
            framehawk = new PortRange(checked.framehawkFrom(), checked.framehawkTo());
            return this;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Saved socket lists, which tell the processes behind ports.
     *
     * @param lists output of {@code ss}, {@code netstat}, {@code lsof} and so on
     * @param addresses of their host
     */
    public Reading sockets(List<Path> lists, List<String> addresses) {
        sockets = List.copyOf(lists);
        socketsHost = List.copyOf(addresses);
        return this;
    }

    /** Files of secrets that open TLS, DTLS and QUIC, as programs write them for {@code SSLKEYLOGFILE}. */
    public Reading keyLogs(List<Path> logs) {
        keyLogs = List.copyOf(logs);
        return this;
    }

    /** Databases of countries and networks of addresses, in MaxMind's format. */
    public Reading places(List<Path> databases) {
        places = List.copyOf(databases);
        return this;
    }

    /** Whether records show passwords that crossed in the clear. */
    public Reading showSecrets(boolean shown) {
        showSecrets = shown;
        return this;
    }

    /** Whether executables and archives that flows carry are named and hashed; a review always does. */
    public Reading files(boolean hashed) {
        files = hashed;
        return this;
    }

    /** Whether tunnels are opened; they are unless set. */
    public Reading tunnels(boolean opened) {
        tunnels = opened;
        return this;
    }

    /** Whether packets on different VLANs, or in different tunnels, may be of one flow. */
    public Reading ignoring(boolean vlans, boolean tunnelsAround) {
        ignoreVlan = vlans;
        ignoreTunnel = tunnelsAround;
        return this;
    }

    /** Whether frames without IP are left out. */
    public Reading ipOnly(boolean only) {
        ipOnly = only;
        return this;
    }

    /** Add-ons, with their detectors and correlations; those of the class path unless set. */
    public Reading plugins(Plugins added) {
        plugins = added;
        return this;
    }

    /** How the user asked, word by word, for reports that tell how to make them again. */
    public Reading askedAs(List<String> asked) {
        words = List.copyOf(asked);
        return this;
    }

    @Nullable
    String filter() {
        return filter;
    }

    @Nullable
    String condition() {
        return condition;
    }

    ZoneId zone() {
        return zone;
    }

    @Nullable
    Path rules() {
        return rules;
    }

    List<Path> keyLogFiles() {
        return keyLogs;
    }

    List<String> words() {
        return words;
    }

    boolean hasSockets() {
        return !sockets.isEmpty();
    }

    Plugins plugins() throws IOException {
        Plugins known = plugins;
        if (known == null) {
            known = Plugins.of(List.of());
            plugins = known;
        }
        return known;
    }

    /** What the report of these packets is made with: rules, add-ons and secrets, and nothing that chooses. */
    Reading again() throws IOException {
        return new Reading().rules(rules).plugins(plugins()).keyLogs(keyLogs).showSecrets(showSecrets);
    }

    Engine.Settings settings() throws UsageException, InvalidRulesException, IOException {
        return settings(hasSockets());
    }

    /** @param withProcesses whether to load what processes speak */
    Engine.Settings settings(boolean withProcesses) throws UsageException, InvalidRulesException, IOException {
        Knowledge knowledge = knowledge(withProcesses);
        if (!places.isEmpty()) {
            knowledge = knowledge.with(PlaceDatabases.open(places));
        }
        FlowSettings flow = FlowSettings.DEFAULT.withMaxFlows(maxFlows);
        return new Engine.Settings(
                capture(),
                DecodeSettings.defaults().withTunnels(tunnels).withFrames(!ipOnly),
                (idle == null ? flow : flow.withIdleNanos(idle.toNanos())).ignoring(ignoreVlan, ignoreTunnel),
                correlate().with(decodeAs(knowledge.rules())),
                knowledge,
                owners(),
                ignoreTunnel ? 1 : shards, // the outermost addresses choose the shard
                showSecrets,
                true,
                files,
                plugins().additions(),
                keyLogs());
    }

    CaptureOptions capture() {
        return new CaptureOptions(filter, snapLength, count);
    }

    int snapLength() {
        return snapLength;
    }

    long count() {
        return count;
    }

    private CorrelateSettings correlate() {
        CorrelateSettings usual = CorrelateSettings.DEFAULT;
        PortRange ports = framehawk;
        return ports == null
                ? usual
                : new CorrelateSettings(ports.from(), ports.to(), List.of(), usual.patienceNanos());
    }

    private List<DecodeAs> decodeAs(RuleSet known) throws UsageException {
        List<DecodeAs> all = new ArrayList<>();
        for (String text : decodeAs) {
            int comma = text.lastIndexOf(',');
            if (comma < 0) {
                throw new UsageException("-d takes a port and a label, such as tcp.port==3251,ssh, not '" + text + "'");
            }
            String label = text.substring(comma + 1).strip().toLowerCase(Locale.ROOT);
            if (known.protocol(label) == null) {
                List<String> labels =
                        known.protocols().stream().map(Protocol::id).toList();
                throw new UsageException(
                        "-d: no rule knows the label '" + label + "'" + Nearest.question(label, labels));
            }
            try {
                all.add(new DecodeAs(PortSpec.parse(text.substring(0, comma)), label));
            } catch (IllegalArgumentException e) {
                throw new UsageException("-d: " + e.getMessage());
            }
        }
        return all;
    }

    private @Nullable Owners owners() throws UsageException, IOException {
        Set<Address> host = new HashSet<>();
        for (String text : socketsHost) {
            Address address = Address.parse(text.strip());
            if (address == null) {
                throw new UsageException("--sockets-host takes addresses, not '" + text + "'");
            }
            host.add(address);
        }
        return sockets.isEmpty() ? null : Owners.saved(SocketFiles.read(sockets, host, null));
    }

    /** The secrets of the key logs. */
    SecretStore keyLogs() throws IOException {
        SecretStore secrets = new SecretStore();
        for (Path path : keyLogs) {
            try (InputStream in = Files.newInputStream(path)) {
                new KeyLogReader(secrets, String.valueOf(path.getFileName())).read(in);
            }
        }
        return secrets;
    }

    Knowledge knowledge(boolean withProcesses) throws InvalidRulesException {
        CorrelateSettings correlate = correlate();
        return RuleFolder.read(rules, folder -> {
                    RuleLoader loader = folder.isNone() ? new RuleLoader() : Knowledge.ruleLoader();
                    RuleSet known = loader.packaged().add(folder).load();
                    if (folder.isSound()) {
                        known.prepare();
                    }
                    return RuleReading.read(folder, known, withProcesses);
                })
                .withFramehawk(new PortRange(correlate.framehawkFrom(), correlate.framehawkTo()));
    }

    /** Parses the condition; without one, every record matches. */
    ResultFilter wanted(RuleSet known) throws UsageException {
        String text = condition;
        try {
            return text == null ? ResultFilter.ALL : ResultFilter.parse(text, Vocabulary.of(known, zone));
        } catch (WrongFilterException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e.shown());
        }
    }
}
