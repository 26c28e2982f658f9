package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.HostPair;
import dev.periplus.memory.Memory;
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
 * Recognises Citrix Framehawk. Its wire format is not documented, so other flows have to identify it. A candidate is an
 * answered UDP flow to a port of the range on a server with a private address; bytes of another protocol veto it.
 * Evidence for it: an ICA session between the same two hosts, whose virtual channel it is; the server's habit of
 * handing out the lowest free port, one per session; and traffic shaped like a remote display. The range alone is a
 * claim and adds no weight.
 */
final class Framehawk implements Correlation {
    private static final String LABEL = "framehawk";
    private static final Instant FIRST_RELEASE = startOf(2015, 6);
    private static final Instant LAST_RELEASE = startOf(2019, 4);
    private static final int GATEWAY_SERVERS = 2;
    private static final int MOST_WAITING = Memory.scaled(1 << 14);

    /** Evidence by reason, shared because thousands of flows may be vetoed for the same one. */
    private final Map<String, Evidence> vetoes = new HashMap<>();

    private final CorrelationState state;
    private final int lowest;
    private final int highest;
    private final PortUse use;
    private List<Flow> waiting = new ArrayList<>();

    Framehawk(CorrelationState state, CorrelateSettings settings) {
        this.state = state;
        lowest = settings.framehawkFrom();
        highest = settings.framehawkTo();
        use = new PortUse(lowest, highest);
    }

    /** A flow waits if its own bytes do not contradict it. */
    @Override
    public boolean take(Flow flow, Consumer<Flow> settled) {
        if (flow.protocol() != Packet.UDP || !inRange(flow.port(0)) && !inRange(flow.port(1))) {
            return false;
        }
        String own = CorrelationState.ownLabel(flow);
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
        flows.sort(FlowOrder.BY_FIRST_PACKET);
        List<Flow> candidates =
                flows.stream().filter(flow -> isCandidate(flow, null)).toList();
        Set<Address> gateways = gateways(candidates);
        candidates.stream().filter(state::openedBefore).forEach(use::use);
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

    /** Whether the flow is a candidate; adds evidence with the reason if it is vetoed. */
    private boolean isCandidate(Flow flow, @Nullable String own) {
        if (own == null) {
            turn(flow);
        }
        if (!inRange(flow.port(flow.serverSide())) || inRange(flow.port(flow.clientSide()))) {
            return false;
        }
        String veto = own == null ? veto(flow) : "the bytes match " + own;
        if (veto != null && flow.payload(0) + flow.payload(1) > 0) {
            state.add(flow, vetoes.computeIfAbsent(veto, says -> evidence(Kind.CONTRADICTION, -60, "veto", says)));
        }
        return veto == null;
    }

    /** Swaps the sides of a flow whose server was seen first, if an ICA session of the two hosts shows who serves. */
    private void turn(Flow flow) {
        boolean otherWay = inRange(flow.port(flow.clientSide())) && !inRange(flow.port(flow.serverSide()));
        HostPair turned = new HostPair(flow.host(flow.serverSide()), flow.host(flow.clientSide()));
        if (otherWay && !state.sessions().of(turned).isEmpty()) {
            flow.serverIs(flow.clientSide());
        }
    }

    /** Returns the reason why an unlabelled flow in the range cannot be Framehawk, or null. */
    private static @Nullable String veto(Flow flow) {
        int server = flow.serverSide();
        if (flow.payload(0) == 0 || flow.payload(1) == 0) {
            return "only one side sends payload";
        }
        return flow.host(server).isPrivate() ? null : "the server has a public address";
    }

    private boolean inRange(int port) {
        return port >= lowest && port <= highest;
    }

    /** Returns the clients of several servers in the range that also serve TLS or DTLS. */
    private Set<Address> gateways(List<Flow> candidates) {
        Map<Address, Set<Address>> serversOf = new HashMap<>();
        for (Flow flow : candidates) {
            if (state.servesTls(flow, flow.clientSide())) {
                serversOf
                        .computeIfAbsent(flow.host(flow.clientSide()), host -> new HashSet<>())
                        .add(flow.host(flow.serverSide()));
            }
        }
        serversOf.values().removeIf(servers -> servers.size() < GATEWAY_SERVERS);
        return serversOf.keySet();
    }

    private void companion(Set<Address> gateways, Flow flow) {
        IcaSessions.Session session = state.sessions().openAt(HostPair.of(flow), flow.start());
        if (session != null) {
            int port = session.port();
            double ahead = (flow.start() - session.start()) / 1e9;
            String when = session.openedBefore()
                    ? "was open when the capture began"
                    : String.format(Locale.ROOT, "began %.1f s earlier and is still open", ahead);
            if (session.proven()) {
                String says = "an ICA session between these hosts on TCP " + port + ", proven by its bytes, " + when;
                add(Kind.COMPANION, flow, 35, "companion", says);
            } else {
                String says = "a flow between these hosts on TCP " + port + ", the usual port of ICA, " + when;
                add(Kind.COMPANION, flow, 15, "companion", says);
            }
        }
        if (gateways.contains(flow.host(flow.clientSide()))) {
            String says =
                    "the client uses this range on several servers and serves TLS or DTLS itself, like a NetScaler"
                            + " Gateway";
            add(Kind.COMPANION, flow, session == null ? 25 : 10, "gateway", says);
        } else if (session == null) {
            String says = "no ICA session between these hosts is open, and Framehawk is a channel of one";
            add(Kind.COMPANION, flow, -10, "companion", says);
        }
    }

    private void allocation(Flow flow) {
        int port = flow.port(flow.serverSide());
        int below = port - lowest;
        int inUse = use.lowerInUse(flow);
        if (below == 0) {
            add(
                    Kind.ALLOCATION,
                    flow,
                    12,
                    "allocation",
                    "this is the lowest port of the range, the first to be handed out");
        } else if (inUse == below) {
            String others = use.neighbourIsAnotherClient(flow) ? ", the next lower one by another client" : "";
            String lower = below == 1
                    ? "the only lower port of the range is"
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
        FlowShape shape = FlowShape.of(flow);
        if (shape.isDisplay()) {
            String says = String.format(
                    Locale.ROOT,
                    "traffic shaped like a remote display: %.0f s, %.0f times more down than up, bursts of large"
                            + " packets down, %.0f bytes per packet up",
                    shape.seconds(),
                    shape.downPerUp(),
                    shape.meanUp());
            add(Kind.BEHAVIOUR, flow, 15, "shape", says);
        } else if (shape.isUpload()) {
            add(Kind.BEHAVIOUR, flow, -20, "shape", "more traffic goes up than down, unlike a remote display");
        } else if (shape.isTrickle()) {
            String says = "only a few packets or a trickle: a remote display sends more";
            add(Kind.BEHAVIOUR, flow, -20, "shape", says);
        }
    }

    private void version(Flow flow) {
        Instant start = Instant.ofEpochSecond(flow.start() / 1_000_000_000L);
        if (start.isBefore(FIRST_RELEASE)) {
            add(Kind.BEHAVIOUR, flow, -20, "version", "Framehawk was first released in June 2015");
        } else if (start.isAfter(LAST_RELEASE)) {
            String says = "releases since 1903 have no Framehawk; only an older server could speak it";
            add(Kind.BEHAVIOUR, flow, -3, "version", says);
        }
    }

    private void appliance(Flow flow) {
        String kind = state.appliances().kindOf(flow.host(flow.serverSide()));
        if (kind != null) {
            add(Kind.COMPANION, flow, -25, "appliance", "the server is " + kind + ", going by its other services");
        }
    }

    private void add(Kind kind, Flow flow, double weight, String rule, String says) {
        state.add(flow, evidence(kind, weight, rule, says));
    }

    private static Instant startOf(int year, int month) {
        return LocalDate.of(year, month, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Evidence evidence(Kind kind, double weight, String rule, String says) {
        return Evidence.of(kind, LABEL, weight, says, LABEL + "/" + rule);
    }
}
