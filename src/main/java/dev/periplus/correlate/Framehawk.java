package dev.periplus.correlate;

import dev.periplus.classify.Evidence;
import dev.periplus.classify.Evidence.Kind;
import dev.periplus.decode.Addresses;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Citrix Framehawk, whose bytes are not documented: it is known by the company it keeps. A flow is a candidate where it
 * is UDP, answered, on a port of the range, and its server has a private address; bytes of another protocol veto it.
 * What speaks for it: the ICA session of the same two hosts that carries it as a virtual channel, the habit of the
 * server to hand out the lowest free port, one a session, and the shape of a remote screen. The range alone is a claim
 * and weighs nothing.
 */
final class Framehawk implements Correlation {
    private static final String LABEL = "framehawk";
    private static final Instant FIRST_RELEASE = startOf(2015, 6);
    private static final Instant LAST_RELEASE = startOf(2019, 4);
    private static final int GATEWAY_SERVERS = 2;

    /** Thousands of flows may be refused for the same reason. */
    private final Map<String, Evidence> vetoes = new HashMap<>();

    private final RuleSet rules;
    private final int lowest;
    private final int highest;

    Framehawk(RuleSet rules, CorrelateSettings settings) {
        this.rules = rules;
        lowest = settings.framehawkFrom();
        highest = settings.framehawkTo();
    }

    @Override
    public void correlate(Traffic traffic) {
        List<Flow> touching = new ArrayList<>();
        for (Flow flow : traffic.flows()) {
            if (flow.protocol() == Packet.UDP && (inRange(flow.port(0)) || inRange(flow.port(1)))) {
                touching.add(flow);
            }
        }
        if (touching.isEmpty()) {
            return;
        }
        IcaSessions sessions = new IcaSessions(traffic);
        Appliances appliances = new Appliances(traffic, rules);
        List<Flow> candidates = candidates(traffic, touching, sessions);
        Set<Host> gateways = gateways(traffic, candidates);
        PortUse use = new PortUse(lowest, highest);
        candidates.stream().filter(traffic::openedBefore).forEach(use::use);
        for (Flow flow : candidates) {
            companion(traffic, sessions, gateways, flow);
            allocation(traffic, use, flow);
            shape(traffic, flow);
            version(traffic, flow);
            appliance(traffic, appliances, flow);
            use.use(flow);
        }
    }

    private List<Flow> candidates(Traffic traffic, List<Flow> touching, IcaSessions sessions) {
        List<Flow> candidates = new ArrayList<>();
        for (Flow flow : touching) {
            String own = traffic.ownLabel(flow);
            if (own.isEmpty()) {
                turn(flow, sessions);
            }
            if (!inRange(flow.port(flow.serverSide())) || inRange(flow.port(flow.clientSide()))) {
                continue;
            }
            String veto = own.isEmpty() ? veto(flow) : "its bytes are those of " + own;
            if (veto.isEmpty()) {
                candidates.add(flow);
            } else if (flow.payload(0) + flow.payload(1) > 0) {
                traffic.add(
                        flow, vetoes.computeIfAbsent(veto, says -> evidence(Kind.CONTRADICTION, -60, "veto", says)));
            }
        }
        return candidates;
    }

    /** Captured from the middle on, a server may have been seen first; the session of the two hosts says who serves. */
    private void turn(Flow flow, IcaSessions sessions) {
        boolean otherWay = inRange(flow.port(flow.clientSide())) && !inRange(flow.port(flow.serverSide()));
        if (otherWay
                && !sessions.of(new HostPair(Host.server(flow), Host.client(flow)))
                        .isEmpty()) {
            flow.serverIs(flow.clientSide());
        }
    }

    /** Why an unlabelled flow on the range cannot be it, or "". */
    private static String veto(Flow flow) {
        int server = flow.serverSide();
        if (flow.payload(0) == 0 || flow.payload(1) == 0) {
            return "one side alone speaks";
        }
        return Addresses.isPrivate(flow.high(server), flow.low(server)) ? "" : "its server has a public address";
    }

    private boolean inRange(int port) {
        return port >= lowest && port <= highest;
    }

    /** Clients of several servers on the range that themselves serve TLS or DTLS to others. */
    private static Set<Host> gateways(Traffic traffic, List<Flow> candidates) {
        Map<Host, Set<Host>> serversOf = new HashMap<>();
        for (Flow flow : candidates) {
            serversOf
                    .computeIfAbsent(Host.client(flow), host -> new HashSet<>())
                    .add(Host.server(flow));
        }
        serversOf.values().removeIf(servers -> servers.size() < GATEWAY_SERVERS);
        Set<Host> gateways = new HashSet<>();
        for (Flow flow : traffic.flows()) {
            Host server = Host.server(flow);
            if (serversOf.containsKey(server) && !gateways.contains(server)) {
                String label = traffic.ownLabel(flow);
                if (label.equals("tls") || label.equals("dtls")) {
                    gateways.add(server);
                }
            }
        }
        return gateways;
    }

    private void companion(Traffic traffic, IcaSessions sessions, Set<Host> gateways, Flow flow) {
        IcaSessions.Session session = sessions.openAt(HostPair.of(flow), flow.start());
        if (session != null) {
            int port = session.flow().port(session.flow().serverSide());
            double ahead = (flow.start() - session.flow().start()) / 1e9;
            String when = traffic.openedBefore(session.flow())
                    ? "was open when the capture began"
                    : String.format(Locale.ROOT, "began %.1f s before and goes on", ahead);
            if (session.proven()) {
                String says =
                        "the same two hosts hold an ICA session on TCP " + port + ", shown by its bytes, that " + when;
                add(traffic, Kind.COMPANION, flow, 35, "companion", says);
            } else {
                String says = "the same two hosts hold a flow on TCP " + port + ", the usual port of ICA, that " + when;
                add(traffic, Kind.COMPANION, flow, 15, "companion", says);
            }
        }
        if (gateways.contains(Host.client(flow))) {
            String says =
                    "the client reaches several servers on this range and serves TLS or DTLS to others itself, as a"
                            + " NetScaler Gateway does";
            add(traffic, Kind.COMPANION, flow, session == null ? 25 : 10, "gateway", says);
        } else if (session == null) {
            String says = "no ICA session of the same two hosts is open, and Framehawk is a channel of one";
            add(traffic, Kind.COMPANION, flow, -10, "companion", says);
        }
    }

    private void allocation(Traffic traffic, PortUse use, Flow flow) {
        int port = flow.port(flow.serverSide());
        int below = port - lowest;
        int inUse = use.lowerInUse(flow);
        if (below == 0) {
            add(
                    traffic,
                    Kind.ALLOCATION,
                    flow,
                    12,
                    "allocation",
                    "it is the lowest port of the range, the first handed out");
        } else if (inUse == below) {
            String others = use.neighbourIsAnotherClient(flow) ? ", the next lower by another client" : "";
            String lower = below == 1
                    ? "the one lower port of the range is"
                    : "all " + below + " lower ports of the range are";
            String says = lower + " in use on this server" + others;
            add(traffic, Kind.ALLOCATION, flow, 15, "allocation", says);
        } else if (inUse >= below * 0.9) {
            String says = inUse + " of the " + below + " lower ports of the range are in use on this server";
            add(traffic, Kind.ALLOCATION, flow, 10, "allocation", says);
        } else if (inUse <= below / 2) {
            String says = (inUse == 0 ? "none" : "only " + inUse) + " of the " + below
                    + " lower ports of the range are in use on this server, and Framehawk fills it from the bottom";
            add(traffic, Kind.ALLOCATION, flow, -25, "allocation", says);
        }
    }

    private void shape(Traffic traffic, Flow flow) {
        Shape shape = Shape.of(flow);
        if (shape.isDisplay()) {
            String says = String.format(
                    Locale.ROOT,
                    "it has the shape of a remote screen: %.0f s, %.0f times more down than up, bursts of large packets"
                            + " down, %.0f bytes a packet up",
                    shape.seconds(),
                    shape.downPerUp(),
                    shape.meanUp());
            add(traffic, Kind.BEHAVIOUR, flow, 15, "shape", says);
        } else if (shape.isUpload()) {
            add(traffic, Kind.BEHAVIOUR, flow, -20, "shape", "more goes up than down: a remote screen comes down");
        } else if (shape.isTrickle()) {
            String says = "a few packets or a thin trickle: a remote screen sends more";
            add(traffic, Kind.BEHAVIOUR, flow, -20, "shape", says);
        }
    }

    private void version(Traffic traffic, Flow flow) {
        Instant start = Instant.ofEpochSecond(flow.start() / 1_000_000_000L);
        if (start.isBefore(FIRST_RELEASE)) {
            add(traffic, Kind.BEHAVIOUR, flow, -20, "version", "Framehawk was first released in June 2015");
        } else if (start.isAfter(LAST_RELEASE)) {
            String says = "releases from 1903 on no longer have Framehawk; only older servers can";
            add(traffic, Kind.BEHAVIOUR, flow, -3, "version", says);
        }
    }

    private static void appliance(Traffic traffic, Appliances appliances, Flow flow) {
        String kind = appliances.kindOf(Host.server(flow));
        if (!kind.isEmpty()) {
            add(traffic, Kind.COMPANION, flow, -25, "appliance", "the server is " + kind + ", by what else it serves");
        }
    }

    private static void add(Traffic traffic, Kind kind, Flow flow, double weight, String rule, String says) {
        traffic.add(flow, evidence(kind, weight, rule, says));
    }

    private static Instant startOf(int year, int month) {
        return LocalDate.of(year, month, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Evidence evidence(Kind kind, double weight, String rule, String says) {
        return Evidence.of(kind, LABEL, weight, says, LABEL + "/" + rule);
    }
}
