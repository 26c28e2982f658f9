package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.HostPair;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Recognises Citrix HDX over UDP by its ICA session: Enlightened Data Transport (EDT), whose client tries TCP on the
 * same port of the same host at about the same time, or probes UDP every five minutes during a TCP session; and HDX
 * audio, which uses ports in pairs.
 */
final class Hdx implements Correlation {
    private static final Set<Integer> EDT_PORTS = Set.of(1494, 2598);
    private static final int AUDIO_FROM = 16_500;
    private static final int AUDIO_TO = 16_509;
    private static final long PARALLEL_NANOS = 2_000_000_000L;
    private static final int MOST_WAITING = Memory.scaled(1 << 14);
    private static final int MOST_PORTS = Memory.scaled(1 << 14);
    private static final int MOST_ATTEMPTS = 1024;

    private record PairPort(HostPair pair, int port) {
        static PairPort of(Flow flow) {
            return new PairPort(HostPair.of(flow), flow.port(flow.serverSide()));
        }
    }

    private final CorrelationState state;
    private final BoundedLists<PairPort, Long> attempts = new BoundedLists<>(MOST_PORTS, MOST_ATTEMPTS);
    private final Map<PairPort, Boolean> audio = new BoundedMap<>(MOST_PORTS);
    private List<Flow> waiting = new ArrayList<>();

    Hdx(CorrelationState state) {
        this.state = state;
    }

    @Override
    public boolean take(Flow flow, Consumer<Flow> settled) {
        boolean edtPort = EDT_PORTS.contains(flow.port(flow.serverSide()));
        if (edtPort && flow.protocol() == Packet.TCP) {
            attempts.add(PairPort.of(flow), flow.start(), start -> start == flow.start());
        }
        boolean audioPort = flow.protocol() == Packet.UDP && inAudioRange(flow);
        if (audioPort) {
            audio.put(PairPort.of(flow), true);
        }
        boolean mayBeEdt = edtPort && flow.protocol() == Packet.UDP;
        if (!mayBeEdt && !audioPort || flow.payload(0) == 0 || flow.payload(1) == 0) {
            return false;
        }
        waiting.add(flow);
        if (waiting.size() == MOST_WAITING) {
            settle(settled);
        }
        return true;
    }

    @Override
    public void settle(Consumer<Flow> settled) {
        List<Flow> flows = waiting;
        waiting = new ArrayList<>();
        for (Flow flow : flows) {
            if (inAudioRange(flow)) {
                audio(flow);
            } else {
                edt(flow);
            }
        }
        flows.forEach(settled);
    }

    private static boolean inAudioRange(Flow flow) {
        int port = flow.port(flow.serverSide());
        return port >= AUDIO_FROM && port <= AUDIO_TO;
    }

    private void edt(Flow flow) {
        int port = flow.port(flow.serverSide());
        Long attempt = attempts.of(PairPort.of(flow)).stream()
                .filter(start -> start >= flow.start() - PARALLEL_NANOS)
                .min(Comparator.naturalOrder())
                .orElse(null);
        IcaSessions sessions = state.sessions();
        IcaSessions.Session session = sessions.openAt(HostPair.of(flow), flow.start());
        boolean proven = sessions.of(HostPair.of(flow)).stream().anyMatch(IcaSessions.Session::proven);
        boolean attempted = attempt != null && attempt <= flow.start() + PARALLEL_NANOS;
        if (attempted) {
            double apart = (attempt - flow.start()) / 1e9;
            String says = String.format(
                    Locale.ROOT,
                    "these hosts also try TCP %d, %.1f s apart: clients try EDT and TCP in parallel",
                    port,
                    apart);
            add("edt", flow, Kind.COMPANION, 35, "parallel", says);
        } else if (session != null) {
            add("edt", flow, Kind.COMPANION, 15, "session", "an ICA session between these hosts is open on TCP");
        }
        if (proven) {
            add(
                    "edt",
                    flow,
                    Kind.COMPANION,
                    12,
                    "proven",
                    "the bytes of a TCP flow between these hosts match ICA or CGP");
        }
        FlowShape shape = FlowShape.of(flow);
        if (shape.seconds() >= 10 && shape.packets() >= 50) {
            add("edt", flow, Kind.BEHAVIOUR, 10, "sustained", "traffic continues in both directions, as in a session");
        } else {
            add("edt", flow, Kind.BEHAVIOUR, -10, "sustained", "too short for a session");
        }
        String own = CorrelationState.ownLabel(flow);
        if ("udt".equals(own) && (attempted || session != null)) {
            add("edt", flow, Kind.BEHAVIOUR, 10, "handshake", "the handshake resembles UDT, which hints at EDT");
            String says = "a UDT-like handshake next to an ICA session between these hosts is EDT";
            add("udt", flow, Kind.CONTRADICTION, -200, "edt", says);
        } else {
            veto(flow, "edt");
        }
    }

    private void audio(Flow flow) {
        HostPair pair = HostPair.of(flow);
        IcaSessions.Session session = state.sessions().openAt(pair, flow.start());
        if (session == null) {
            return;
        }
        int port = flow.port(flow.serverSide());
        int other = port % 2 == 0 ? port + 1 : port - 1;
        add(
                "hdx-audio",
                flow,
                Kind.COMPANION,
                session.proven() ? 35 : 15,
                "companion",
                "an ICA session between these hosts is open on TCP");
        if (audio.containsKey(new PairPort(pair, other))) {
            String says = "the same client uses UDP " + other + " on this server: HDX audio uses port pairs";
            add("hdx-audio", flow, Kind.ALLOCATION, 18, "pair", says);
        }
        veto(flow, "hdx-audio");
    }

    private void veto(Flow flow, String label) {
        String own = CorrelationState.ownLabel(flow);
        if (own != null) {
            add(label, flow, Kind.CONTRADICTION, -60, "veto", "the bytes match " + own);
        }
    }

    private void add(String label, Flow flow, Kind kind, double weight, String rule, String says) {
        state.add(flow, Evidence.of(kind, label, weight, says, label + "/" + rule));
    }
}
