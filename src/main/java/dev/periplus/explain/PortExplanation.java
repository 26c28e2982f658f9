package dev.periplus.explain;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.engine.Knowledge;
import dev.periplus.registry.Claims;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.PortSpec;
import dev.periplus.registry.RangeClass;
import dev.periplus.registry.Registration;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.text.WrappedText;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Explains a port: who claims it, what would prove or refute each claim, and what captures show there. */
public final class PortExplanation {
    private static final Pattern LICENSING = Pattern.compile("(?:-lm|-lmd|-slm|-lmgr)$");

    private final RuleSet rules;
    private final PortRegistry registry;
    private final KnownUsers knownUsers;
    private final PrintStream out;
    private final WrappedText lines;

    /** @param to takes the text, wrapped */
    public PortExplanation(Knowledge knowledge, WrappedText to) {
        rules = knowledge.rules();
        registry = knowledge.registry();
        knownUsers = knowledge.knownUsers();
        out = to.out();
        lines = to;
    }

    /** Prints who claims a port, and what would prove each claim. */
    public void claims(PortSpec spec) {
        PortRange range = spec.range();
        RangeClass first = RangeClass.of(range.from());
        RangeClass last = RangeClass.of(range.to());
        out.println(spec + ", in the range of " + word(first) + (first == last ? "" : " to " + word(last))
                + " ports (RFC 6335)");
        out.println();
        Set<KnownUser> users = new LinkedHashSet<>();
        boolean any = false;
        for (int port = range.from(); port <= range.to(); port++) {
            for (int transport : Transport.REGISTERED) {
                if (spec.covers(transport, port)) {
                    any |= registrations(Claims.of(registry, knownUsers, transport, port), spec);
                    users.addAll(knownUsers.at(transport, port));
                }
            }
        }
        if (!any && range.size() > 1) {
            out.println("Registered: nobody");
        }
        out.println();
        if (users.isEmpty()) {
            out.println("Other known users: none on file");
        }
        users.forEach(this::user);
        out.println("A registered or known user is a claim. Only bytes, behaviour or the listening process prove it.");
    }

    private static String word(RangeClass range) {
        return range.name().toLowerCase(Locale.ROOT);
    }

    private boolean registrations(Claims claims, PortSpec spec) {
        String port = claims.port() + "/" + Transport.name(claims.ipProtocol());
        boolean one = spec.range().size() == 1;
        boolean asked = isAsked(claims.ipProtocol(), spec);
        boolean any = false;
        for (Registration entry : claims.registrations()) {
            if (!asked && entry.transport() == Transport.NONE) {
                continue;
            }
            String date = entry.date() == null ? "" : ", registered " + entry.date();
            String remark = entry.unauthorized() == null ? "" : "; IANA notes: " + entry.unauthorized();
            any = true;
            if (!entry.named()) {
                lines.print(
                        port + " is " + entry.status().name().toLowerCase(Locale.ROOT) + ": no service" + remark, 4);
                continue;
            }
            String described = entry.description().isEmpty() ? "" : " (" + entry.description() + ")";
            lines.print("Registered " + port + ": " + entry.name() + described + date + remark, 4);
            if (one && entry.status() != Registration.Status.ALIAS) {
                proofs(entry);
            }
        }
        if (!any && one && asked) {
            out.println("Registered " + port + ": nobody");
        }
        return any;
    }

    /** Without a transport, SCTP and DCCP appear only if something is registered for them. */
    private static boolean isAsked(int transport, PortSpec spec) {
        return spec.transport() == transport || transport == Transport.TCP || transport == Transport.UDP;
    }

    /** Prints what would prove or refute that a registered service is there. */
    private void proofs(Registration entry) {
        List<String> known = rules.protocols().stream()
                .filter(protocol -> protocol.bearsOut(entry.transport(), entry.name(), entry.description()))
                .map(Protocol::id)
                .toList();
        if (known.isEmpty()) {
            lines.print("    proved by: the listening process; no rule knows its bytes", 8);
        } else {
            lines.print("    proved by: bytes that match " + String.join(" or ", known), 8);
        }
        if (LICENSING.matcher(entry.name()).find()) {
            lines.print(
                    "    note: the name suggests a licence manager (a guess): many clients at one server, short requests"
                            + " when a program starts, then long idle connections",
                    8);
        }
        lines.print("    refuted by: bytes of another protocol, or another listening process", 8);
    }

    private void user(KnownUser user) {
        List<String> ports = user.ports().stream().map(PortRange::toString).toList();
        List<String> transports =
                user.transports().stream().map(Transport::name).toList();
        lines.print(
                "Also used by " + user.name() + ": " + String.join(", ", ports) + "/"
                        + String.join(",", transports) + ", "
                        + user.allocation().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + " (" + user.grade().word() + ")",
                4);
        lines.print("    proved by: " + user.corroboratedBy(), 8);
        if (user.refutedBy() != null) {
            lines.print("    refuted by: " + user.refutedBy(), 8);
        }
        user.notes().forEach(note -> lines.print("    note: " + note, 8));
        user.sources().forEach(source -> lines.print("    source: " + source, 8));
        out.println();
    }

    /** Prints how to find the process behind the port. */
    public void whoListens(PortSpec spec) {
        int from = spec.range().from();
        int to = spec.range().to();
        boolean udp = spec.covers(Transport.UDP, from);
        boolean tcp = spec.covers(Transport.TCP, from);
        String kinds = tcp && udp ? "tu" : tcp ? "t" : udp ? "u" : spec.transport() == Transport.SCTP ? "S" : "d";
        String linux = from == to ? "sport = :" + from : "sport >= :" + from + " and sport <= :" + to;
        out.println();
        out.println("Who listens:");
        out.printf("  Linux    ss -%slnp '%s'%n", kinds, linux);
        if (tcp || udp) {
            out.printf("  macOS    sudo lsof -nP -i%s:%s%n", tcp && udp ? "" : udp ? "UDP" : "TCP", spec.range());
        }
        if (tcp) {
            windows("Get-NetTCPConnection", spec.range());
        }
        if (udp) {
            windows("Get-NetUDPEndpoint", spec.range());
        }
    }

    private void windows(String command, PortRange ports) {
        out.printf(
                "  Windows  %s -LocalPort %s | Select-Object *,@{n='Process';"
                        + "e={(Get-Process -Id $_.OwningProcess).Name}}%n",
                command, ports.size() == 1 ? ports.toString() : "(" + ports.from() + ".." + ports.to() + ")");
    }

    /**
     * Prints what captures show on the port, server by server.
     *
     * @param captures number of captures
     * @param empty whether there was no packet in them
     */
    public void shown(PortSpec spec, PortServers servers, int captures, boolean empty) {
        out.println();
        out.println("Seen in " + Amounts.count(captures, "capture") + ":");
        if (servers.lines().isEmpty()) {
            out.println(empty ? "  no packets in what was read" : "  nothing on " + spec);
        }
        servers.lines().forEach(line -> lines.print("  " + line, 6));
        whoListens(spec);
    }
}
