package dev.periplus.cli;

import dev.periplus.command.Reading;
import dev.periplus.command.UsageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of every command that reads captures, and what they choose. */
final class PathOptions {
    /** In bytes. */
    private static final long LARGE_CAPTURE = 8L << 20;

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

    /** What the options choose. */
    static Reading reading(Arguments arguments) throws UsageException, IOException {
        long idle = arguments.number("idle-timeout", 0, 1, 10_000_000);
        Reading reading = new Reading()
                .filter(arguments.get("filter"))
                .where(arguments.get("result-filter"))
                .zone(TimeZoneOption.of(arguments))
                .snapLength((int) arguments.number("snaplen", 0, 0, Integer.MAX_VALUE))
                .count(arguments.number("count", 0, 1, Long.MAX_VALUE))
                .decodeAs(arguments.all("decode-as"))
                .rules(directory(arguments))
                .shards((int) arguments.number("shards", defaultShards(arguments), 1, MOST_SHARDS))
                .maxFlows((int) arguments.number("max-flows", 0, 1, Integer.MAX_VALUE))
                .idleTimeout(idle == 0 ? null : Duration.ofSeconds(idle))
                .sockets(paths(arguments, "sockets"), socketsHost(arguments))
                .keyLogs(paths(arguments, "keylog"))
                .places(paths(arguments, "geo"))
                .showSecrets(arguments.has("show-secrets"))
                .files(arguments.has("files"))
                .tunnels(!arguments.has("no-tunnels"))
                .ignoring(arguments.has("ignore-vlan"), arguments.has("ignore-tunnel"))
                .ipOnly(arguments.has("ip-only"))
                .plugins(arguments.plugins())
                .askedAs(arguments.words());
        return framehawk(arguments, reading);
    }

    private static List<Path> paths(Arguments arguments, String option) {
        return arguments.all(option).stream().map(Path::of).toList();
    }

    private static List<String> socketsHost(Arguments arguments) {
        return arguments.all("sockets-host").stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .toList();
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

    private static Reading framehawk(Arguments arguments, Reading reading) throws UsageException {
        String range = arguments.get("framehawk-range");
        if (range == null) {
            return reading;
        }
        if (!range.matches("\\d{1,5}[-,]\\d{1,5}")) {
            throw new UsageException("--framehawk-range takes LOWEST-HIGHEST, not '" + range + "'");
        }
        String[] ends = range.split("[-,]", -1);
        return reading.framehawk(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
    }
}
