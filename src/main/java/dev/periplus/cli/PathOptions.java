package dev.periplus.cli;

import dev.periplus.address.Address;
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
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import dev.periplus.sockets.Owners;
import dev.periplus.sockets.Snapshot;
import dev.periplus.sockets.SocketFiles;
import dev.periplus.text.Nearest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of every command that reads captures, and the settings they become. */
final class PathOptions {
    /** In bytes. */
    private static final long LARGE_CAPTURE = 64L << 20;

    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_SHARDS = 16;

    private PathOptions() {}

    static Arguments declare(String usage) {
        return HeapSize.declare(new Arguments(usage)
                .group("Packets and flows")
                .value("f", "filter", "EXPR", "only packets that pass this BPF filter (needs libpcap)")
                .value("c", "count", "N", "stop after N packets")
                .value("s", "snaplen", "N", "look only at the first N bytes of each packet")
                .value(
                        "d",
                        "decode-as",
                        "PORT,LABEL",
                        "evidence that a port is a label: tcp.port==3251,ssh; repeatable")
                .value(null, "rules", "DIR", "add rules from DIR; a file of the same name overrides")
                .value(
                        null,
                        "shards",
                        "N",
                        "threads that decode and classify (default: cores minus one, or all for a large capture, at most 8)")
                .value(null, "max-flows", "N", "open flows at most; the longest idle is evicted (default 1000000)")
                .value(
                        null,
                        "idle-timeout",
                        "SECONDS",
                        "end a flow after SECONDS without a packet (default: tcp 300, udp 180, others 60)")
                .value(null, "framehawk-range", "LOW-HIGH", "UDP ports of Citrix Framehawk (default 3224-3324)")
                .value(null, "sockets", "FILE", "saved socket list (ss, netstat, lsof ...); repeatable")
                .value(null, "sockets-host", "ADDRESS", "addresses of its host, separated by commas")
                .value(null, "keylog", "FILE", "secrets that open TLS, DTLS and QUIC (SSLKEYLOGFILE); repeatable")
                .value(
                        null,
                        "geo",
                        "FILE",
                        "country and network (AS) of addresses from a database in MaxMind's format (.mmdb); repeatable")
                .flag(null, "show-secrets", "show passwords that crossed in the clear instead of ********")
                .flag(null, "files", "name and hash the executables and archives that flows carry (review always does)")
                .flag(null, "no-tunnels", "do not open tunnels")
                .flag(null, "ignore-vlan", "one flow for packets on different VLANs")
                .flag(null, "ignore-tunnel", "one flow for packets in different tunnels (one shard)")
                .flag(null, "ip-only", "leave out frames without IP (ARP, LLDP, spanning tree ...)")
                .withPlugins());
    }

    static Engine.Settings settings(Arguments arguments) throws UsageException, InvalidRulesException, IOException {
        return settings(arguments, arguments.has("sockets"));
    }

    /** @param withProcesses whether to load what processes speak */
    static Engine.Settings settings(Arguments arguments, boolean withProcesses)
            throws UsageException, InvalidRulesException, IOException {
        Knowledge knowledge = knowledge(arguments, withProcesses);
        if (arguments.has("geo")) {
            knowledge = knowledge.with(PlaceDatabases.open(
                    arguments.all("geo").stream().map(Path::of).toList()));
        }
        return new Engine.Settings(
                capture(arguments),
                DecodeSettings.defaults()
                        .withTunnels(!arguments.has("no-tunnels"))
                        .withFrames(!arguments.has("ip-only")),
                flow(arguments),
                correlate(arguments).with(decodeAs(arguments, knowledge.rules())),
                knowledge,
                owners(arguments),
                shards(arguments),
                arguments.has("show-secrets"),
                true,
                arguments.has("files"),
                arguments.plugins().additions(),
                keyLogs(arguments));
    }

    /** The outermost addresses choose the shard: a flow in different tunnels needs a single one. */
    private static int shards(Arguments arguments) throws UsageException {
        int shards = (int) arguments.number("shards", defaultShards(arguments), 1, MOST_SHARDS);
        return arguments.has("ignore-tunnel") ? 1 : shards;
    }

    private static List<DecodeAs> decodeAs(Arguments arguments, RuleSet rules) throws UsageException {
        List<DecodeAs> all = new ArrayList<>();
        for (String text : arguments.all("decode-as")) {
            int comma = text.lastIndexOf(',');
            if (comma < 0) {
                throw new UsageException("-d takes a port and a label, such as tcp.port==3251,ssh, not '" + text + "'");
            }
            String label = text.substring(comma + 1).strip().toLowerCase(Locale.ROOT);
            if (rules.protocol(label) == null) {
                List<String> known =
                        rules.protocols().stream().map(Protocol::id).toList();
                throw new UsageException(
                        "-d: no rule knows the label '" + label + "'" + Nearest.question(label, known));
            }
            try {
                all.add(new DecodeAs(PortSpec.parse(text.substring(0, comma)), label));
            } catch (IllegalArgumentException e) {
                throw new UsageException("-d: " + e.getMessage());
            }
        }
        return all;
    }

    private static @Nullable Owners owners(Arguments arguments) throws UsageException, IOException {
        Set<Address> host = new HashSet<>();
        for (String list : arguments.all("sockets-host")) {
            for (String text : list.split(",", -1)) {
                Address address = Address.parse(text.strip());
                if (address == null) {
                    throw new UsageException("--sockets-host takes addresses, not '" + text + "'");
                }
                host.add(address);
            }
        }
        List<Path> files = arguments.all("sockets").stream().map(Path::of).toList();
        if (files.isEmpty()) {
            return null;
        }
        List<Snapshot> snapshots = SocketFiles.read(files, host, null);
        return Owners.saved(snapshots);
    }

    /** The secrets of the key logs that {@code --keylog} names. */
    static SecretStore keyLogs(Arguments arguments) throws IOException {
        SecretStore secrets = new SecretStore();
        for (String name : arguments.all("keylog")) {
            Path path = Path.of(name);
            try (InputStream in = Files.newInputStream(path)) {
                new KeyLogReader(secrets, String.valueOf(path.getFileName())).read(in);
            }
        }
        return secrets;
    }

    static Knowledge knowledge(Arguments arguments, boolean withProcesses)
            throws UsageException, InvalidRulesException {
        CorrelateSettings correlate = correlate(arguments);
        PortRange framehawk = new PortRange(correlate.framehawkFrom(), correlate.framehawkTo());
        return RuleFolder.read(directory(arguments), folder -> {
                    RuleLoader loader = folder.isNone() ? new RuleLoader() : Knowledge.ruleLoader();
                    RuleSet rules = loader.packaged().add(folder).load();
                    if (folder.isSound()) {
                        rules.prepare();
                    }
                    return RuleReading.read(folder, rules, withProcesses);
                })
                .withFramehawk(framehawk);
    }

    /** The folder of additional rules, or null. */
    static @Nullable Path directory(Arguments arguments) {
        String named = arguments.get("rules");
        return named == null ? null : Path.of(named);
    }

    /** Reading takes little of a core, but a run that ends soon does not pay for another shard. A folder may be large. */
    private static int defaultShards(Arguments arguments) {
        boolean large = arguments.has("list");
        for (String name : arguments.words()) {
            File file = new File(name);
            large |= file.isDirectory() || file.length() >= LARGE_CAPTURE;
        }
        int cores = Runtime.getRuntime().availableProcessors();
        return Math.max(1, Math.min(8, large ? cores : cores - 1));
    }

    private static CaptureOptions capture(Arguments arguments) throws UsageException {
        return new CaptureOptions(
                arguments.get("filter"),
                (int) arguments.number("snaplen", 0, 0, Integer.MAX_VALUE),
                arguments.number("count", 0, 1, Long.MAX_VALUE));
    }

    private static FlowSettings flow(Arguments arguments) throws UsageException {
        FlowSettings flow = FlowSettings.DEFAULT.withMaxFlows(
                (int) arguments.number("max-flows", FlowSettings.DEFAULT.maxFlows(), 1, Integer.MAX_VALUE));
        long idle = arguments.number("idle-timeout", 0, 1, 10_000_000);
        return (idle == 0 ? flow : flow.withIdleNanos(idle * SECOND))
                .ignoring(arguments.has("ignore-vlan"), arguments.has("ignore-tunnel"));
    }

    private static CorrelateSettings correlate(Arguments arguments) throws UsageException {
        String range = arguments.get("framehawk-range");
        if (range == null) {
            return CorrelateSettings.DEFAULT;
        }
        if (!range.matches("\\d{1,5}[-,]\\d{1,5}")) {
            throw new UsageException("--framehawk-range takes LOWEST-HIGHEST, not '" + range + "'");
        }
        String[] ends = range.split("[-,]", -1);
        try {
            return new CorrelateSettings(
                    Integer.parseInt(ends[0]),
                    Integer.parseInt(ends[1]),
                    List.of(),
                    CorrelateSettings.DEFAULT.patienceNanos());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
