package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private static final int MOST_WAITING = 1 << 14;

    /** Thousands of flows may be refused for the same reason. */
    private final Map<String, Evidence> vetoes = new HashMap<>();

    private final Traffic traffic;
    private final int lowest;
    private final int highest;
    private final PortUse use;
    private List<Flow> waiting = new ArrayList<>();

    Framehawk(Traffic traffic, CorrelateSettings settings) {
        this.traffic = traffic;
        lowest = settings.framehawkFrom();
        highest = settings.framehawkTo();
        use = new PortUse(lowest, highest);
    }

    /** A flow waits where nothing of its own speaks against it. */
    @Override
    public boolean take(Flow flow, Consumer<Flow> settled) {
        if (flow.protocol() != Packet.UDP || !inRange(flow.port(0)) && !inRange(flow.port(1))) {
            return false;
        }
        String own = Traffic.ownLabel(flow);
        if (own == null && flow.payload(0) > 0 && flow.payload(1) > 0) {
            waiting.add(flow);
            if (waiting.size() == MOST_WAITING) {
                settle(settled);
            }
            return true;
        }
        isCandidate(flow, own);
        return false;
    }

    @Override
    public void settle(Consumer<Flow> settled) {
        List<Flow> flows = waiting;
        waiting = new ArrayList<>();
        flows.sort(Order.BY_FIRST_PACKET);
        List<Flow> candidates =
                flows.stream().filter(flow -> isCandidate(flow, null)).toList();
        Set<Address> gateways = gateways(candidates);
        candidates.stream().filter(traffic::openedBefore).forEach(use::use);
        for (Flow flow : candidates) {
            companion(gateways, flow);
            allocation(flow);
            shape(flow);
            version(flow);
            appliance(flow);
            use.use(flow);
        }
        flows.forEach(settled);
    }

    /** Where it is none, evidence says why. */
    private boolean isCandidate(Flow flow, @Nullable String own) {
        if (own == null) {
            turn(flow);
        }
        if (!inRange(flow.port(flow.serverSide())) || inRange(flow.port(flow.clientSide()))) {
            return false;
        }
        String veto = own == null ? veto(flow) : "its bytes are those of " + own;
        if (veto != null && flow.payload(0) + flow.payload(1) > 0) {
            traffic.add(flow, vetoes.computeIfAbsent(veto, says -> evidence(Kind.CONTRADICTION, -60, "veto", says)));
        }
        return veto == null;
    }

    /** Captured from the middle on, a server may have been seen first; the session of the two hosts says who serves. */
    private void turn(Flow flow) {
        boolean otherWay = inRange(flow.port(flow.clientSide())) && !inRange(flow.port(flow.serverSide()));
        HostPair turned = new HostPair(flow.host(flow.serverSide()), flow.host(flow.clientSide()));
        if (otherWay && !traffic.sessions().of(turned).isEmpty()) {
            flow.serverIs(flow.clientSide());
        }
    }

    /** Why an unlabelled flow on the range cannot be it, or null. */
    private static @Nullable String veto(Flow flow) {
        int server = flow.serverSide();
        if (flow.payload(0) == 0 || flow.payload(1) == 0) {
            return "one side alone speaks";
        }
        return flow.host(server).isPrivate() ? null : "its server has a public address";
    }

    private boolean inRange(int port) {
        return port >= lowest && port <= highest;
    }

    /** Clients of several servers on the range that themselves serve TLS or DTLS to others. */
    private Set<Address> gateways(List<Flow> candidates) {
        Map<Address, Set<Address>> serversOf = new HashMap<>();
        for (Flow flow : candidates) {
            if (traffic.servesTls(flow, flow.clientSide())) {
                serversOf
                        .computeIfAbsent(flow.host(flow.clientSide()), host -> new HashSet<>())
                        .add(flow.host(flow.serverSide()));
            }
        }
        serversOf.values().removeIf(servers -> servers.size() < GATEWAY_SERVERS);
        return serversOf.keySet();
    }

    private void companion(Set<Address> gateways, Flow flow) {
        IcaSessions.Session session = traffic.sessions().openAt(HostPair.of(flow), flow.start());
        if (session != null) {
            int port = session.port();
            double ahead = (flow.start() - session.start()) / 1e9;
            String when = session.openedBefore()
                    ? "was open when the capture began"
                    : String.format(Locale.ROOT, "began %.1f s before and goes on", ahead);
            if (session.proven()) {
                String says =
                        "the same two hosts hold an ICA session on TCP " + port + ", shown by its bytes, that " + when;
                add(Kind.COMPANION, flow, 35, "companion", says);
            } else {
                String says = "the same two hosts hold a flow on TCP " + port + ", the usual port of ICA, that " + when;
                add(Kind.COMPANION, flow, 15, "companion", says);
            }
        }
        if (gateways.contains(flow.host(flow.clientSide()))) {
            String says =
                    "the client reaches several servers on this range and serves TLS or DTLS to others itself, as a"
                            + " NetScaler Gateway does";
            add(Kind.COMPANION, flow, session == null ? 25 : 10, "gateway", says);
        } else if (session == null) {
            String says = "no ICA session of the same two hosts is open, and Framehawk is a channel of one";
            add(Kind.COMPANION, flow, -10, "companion", says);
        }
    }

    private void allocation(Flow flow) {
        int port = flow.port(flow.serverSide());
        int below = port - lowest;
        int inUse = use.lowerInUse(flow);
        if (below == 0) {
            add(Kind.ALLOCATION, flow, 12, "allocation", "it is the lowest port of the range, the first handed out");
        } else if (inUse == below) {
            String others = use.neighbourIsAnotherClient(flow) ? ", the next lower by another client" : "";
            String lower = below == 1
                    ? "the one lower port of the range is"
                    : "all " + below + " lower ports of the range are";
            String says = lower + " in use on this server" + others;
            add(Kind.ALLOCATION, flow, 15, "allocation", says);
        } else if (inUse >= below * 0.9) {
            String says = inUse + " of the " + below + " lower ports of the range are in use on this server";
            add(Kind.ALLOCATION, flow, 10, "allocation", says);
        } else if (inUse <= below / 2) {
            String says = (inUse == 0 ? "none" : "only " + inUse) + " of the " + below
                    + " lower ports of the range are in use on this server, and Framehawk fills it from the bottom";
            add(Kind.ALLOCATION, flow, -25, "allocation", says);
        }
    }

    private void shape(Flow flow) {
        Shape shape = Shape.of(flow);
        if (shape.isDisplay()) {
            String says = String.format(
                    Locale.ROOT,
                    "it has the shape of a remote screen: %.0f s, %.0f times more down than up, bursts of large packets"
                            + " down, %.0f bytes a packet up",
                    shape.seconds(),
                    shape.downPerUp(),
                    shape.meanUp());
            add(Kind.BEHAVIOUR, flow, 15, "shape", says);
        } else if (shape.isUpload()) {
            add(Kind.BEHAVIOUR, flow, -20, "shape", "more goes up than down: a remote screen comes down");
        } else if (shape.isTrickle()) {
            String says = "a few packets or a thin trickle: a remote screen sends more";
            add(Kind.BEHAVIOUR, flow, -20, "shape", says);
        }
    }

    private void version(Flow flow) {
        Instant start = Instant.ofEpochSecond(flow.start() / 1_000_000_000L);
        if (start.isBefore(FIRST_RELEASE)) {
            add(Kind.BEHAVIOUR, flow, -20, "version", "Framehawk was first released in June 2015");
        } else if (start.isAfter(LAST_RELEASE)) {
            String says = "releases from 1903 on no longer have Framehawk; only older servers can";
            add(Kind.BEHAVIOUR, flow, -3, "version", says);
        }
    }

    private void appliance(Flow flow) {
        String kind = traffic.appliances().kindOf(flow.host(flow.serverSide()));
        if (kind != null) {
            add(Kind.COMPANION, flow, -25, "appliance", "the server is " + kind + ", by what else it serves");
        }
    }

    private void add(Kind kind, Flow flow, double weight, String rule, String says) {
        traffic.add(flow, evidence(kind, weight, rule, says));
    }

    private static Instant startOf(int year, int month) {
        return LocalDate.of(year, month, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Evidence evidence(Kind kind, double weight, String rule, String says) {
        return Evidence.of(kind, LABEL, weight, says, LABEL + "/" + rule);
    }
}
