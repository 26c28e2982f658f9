package dev.periplus.cli;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.classify.FlowRecord;
import dev.periplus.registry.Claims;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.PortSpec;
import dev.periplus.registry.RangeClass;
import dev.periplus.registry.Registration;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is claimed of a port, what would prove or refute each claim, and what captures show there. */
final class PortExplanation {
    private static final Map<Integer, String> TRANSPORTS = new TreeMap<>(Map.of(6, "tcp", 17, "udp"));

    private final PortRegistry registry;
    private final KnownUsers knownUsers;
    private final PrintStream out;
    private final TextLines lines;

    PortExplanation(PortRegistry registry, KnownUsers knownUsers, Terminal terminal) {
        this.registry = registry;
        this.knownUsers = knownUsers;
        out = terminal.out();
        lines = new TextLines(terminal.out(), terminal.width());
    }

    void claims(PortSpec spec) {
        PortRange range = spec.range();
        RangeClass first = RangeClass.of(range.from());
        RangeClass last = RangeClass.of(range.to());
        out.println(spec + ", in the range of " + word(first) + (first == last ? "" : " to " + word(last))
                + " ports (RFC 6335)");
        out.println();
        Set<KnownUser> users = new LinkedHashSet<>();
        boolean any = false;
        for (int port = range.from(); port <= range.to(); port++) {
            for (int transport : TRANSPORTS.keySet()) {
                if (spec.covers(transport, port)) {
                    any |= registrations(Claims.of(registry, knownUsers, transport, port), range.size() == 1);
                    users.addAll(knownUsers.at(transport, port));
                }
            }
        }
        if (!any) {
            out.println("Registered: nobody");
        }
        out.println();
        if (users.isEmpty()) {
            out.println("Other known users: none on file");
        }
        users.forEach(this::user);
        out.println(
                "A registered or known user is a claim. Only bytes, behaviour or the process that listens prove it.");
    }

    private static String word(RangeClass range) {
        return range.name().toLowerCase(Locale.ROOT);
    }

    private boolean registrations(Claims claims, boolean sayNone) {
        String port = claims.port() + "/" + TRANSPORTS.get(claims.ipProtocol());
        boolean any = false;
        for (Registration entry : claims.registrations()) {
            String date = entry.date() == null ? "" : ", registered " + entry.date();
            String remark = entry.unauthorized() == null ? "" : "; IANA notes: " + entry.unauthorized();
            String name = entry.named() ? entry.name() : entry.status().name().toLowerCase(Locale.ROOT);
            lines.print("Registered " + port + ": " + name + " (" + entry.description() + ")" + date + remark, 4);
            any = true;
        }
        if (!any && sayNone) {
            out.println("Registered " + port + ": nobody");
        }
        return any;
    }

    private void user(KnownUser user) {
        List<String> ports = user.ports().stream().map(PortRange::toString).toList();
        List<String> transports = user.transports().stream()
                .map(t -> TRANSPORTS.getOrDefault(t, "ip-" + t))
                .toList();
        lines.print(
                "Also used by " + user.name() + ": " + String.join(", ", ports) + "/"
                        + String.join(",", transports) + ", "
                        + user.allocation().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + " (" + user.grade().word() + ")",
                4);
        lines.print("    would be borne out by: " + user.corroboratedBy(), 8);
        if (user.refutedBy() != null) {
            lines.print("    would be refuted by: " + user.refutedBy(), 8);
        }
        user.notes().forEach(note -> lines.print("    note: " + note, 8));
        user.sources().forEach(source -> lines.print("    source: " + source, 8));
        out.println();
    }

    /** How to see the process behind the port. */
    void whoListens(PortSpec spec) {
        int port = spec.range().from();
        boolean udp = spec.covers(17, port);
        boolean tcp = spec.covers(6, port);
        out.println();
        out.println("Who listens:");
        out.printf("  Linux    ss -%s%slnp 'sport = :%d'%n", tcp ? "t" : "", udp ? "u" : "", port);
        out.printf("  macOS    sudo lsof -nP -i%s:%d%n", tcp && udp ? "" : udp ? "UDP" : "TCP", port);
        if (tcp) {
            out.printf(
                    "  Windows  Get-NetTCPConnection -LocalPort %d | Select-Object *,@{n='Process';"
                            + "e={(Get-Process -Id $_.OwningProcess).Name}}%n",
                    port);
        }
        if (udp) {
            out.printf(
                    "  Windows  Get-NetUDPEndpoint -LocalPort %d | Select-Object *,@{n='Process';"
                            + "e={(Get-Process -Id $_.OwningProcess).Name}}%n",
                    port);
        }
    }

    /** What captures show on the port, host by host. */
    int shown(PortSpec spec, Engine.Settings settings, List<String> captures) throws FilterException {
        Map<String, List<FlowRecord>> byServer = new TreeMap<>();
        List<CaptureOutcome> outcomes;
        try (Engine engine = new Engine(settings)) {
            outcomes = engine.run(captures, set -> {}, record -> {
                int server = record.flow().serverSide();
                if (spec.covers(record.flow().protocol(), record.flow().port(server))) {
                    String key = record.flow().address(server) + ":"
                            + record.flow().port(server) + "/"
                            + TRANSPORTS.getOrDefault(
                                    record.flow().protocol(),
                                    "ip-" + record.flow().protocol());
                    byServer.computeIfAbsent(key, k -> new ArrayList<>()).add(record);
                }
            });
        }
        out.println();
        out.println("Seen in " + captures.size() + (captures.size() == 1 ? " capture:" : " captures:"));
        if (byServer.isEmpty()) {
            out.println("  nothing on " + spec);
        }
        byServer.forEach(this::server);
        int status = Exit.DONE;
        for (CaptureOutcome outcome : outcomes) {
            if (outcome.problem() != null) {
                out.println("  " + outcome.path() + ": " + outcome.problem());
                status = Exit.UNREADABLE;
            }
        }
        return status;
    }

    private void server(String server, List<FlowRecord> records) {
        Map<String, Integer> labels = new TreeMap<>();
        Set<String> clients = new LinkedHashSet<>();
        for (FlowRecord record : records) {
            String label = record.verdict().label();
            String unknown = record.verdict().unknownBecause() == null
                    ? "unknown"
                    : "unknown (" + record.verdict().unknownBecause().id() + ")";
            labels.merge(label == null ? unknown : label, 1, Integer::sum);
            int client = record.flow().clientSide();
            clients.add(record.flow().address(client));
        }
        List<String> shares = new ArrayList<>();
        labels.forEach((label, count) -> shares.add(count + " " + label));
        lines.print(
                "  " + server + "  " + records.size() + " flows of " + clients.size() + " clients: "
                        + String.join(", ", shares),
                6);
    }
}
