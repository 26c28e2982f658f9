package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Citrix HDX over UDP beside its ICA session: the Enlightened Data Transport, whose client tries TCP on the same port of
 * the same host at about the same time, or probes UDP every five minutes beside a TCP session; and HDX audio, which takes
 * ports in pairs.
 */
final class Hdx implements Correlation {
    private static final Set<Integer> EDT_PORTS = Set.of(1494, 2598);
    private static final int AUDIO_FROM = 16_500;
    private static final int AUDIO_TO = 16_509;
    private static final long PARALLEL_NANOS = 2_000_000_000L;
    private static final int MOST_WAITING = 1 << 14;
    private static final int MOST_PORTS = 1 << 14;
    private static final int MOST_ATTEMPTS = 1024;

    private record PairPort(HostPair pair, int port) {
        static PairPort of(Flow flow) {
            return new PairPort(HostPair.of(flow), flow.port(flow.serverSide()));
        }
    }

    private final Traffic traffic;
    private final Map<PairPort, TreeSet<Long>> attempts = new BoundedMap<>(MOST_PORTS);
    private final Map<PairPort, Boolean> audio = new BoundedMap<>(MOST_PORTS);
    private List<Flow> waiting = new ArrayList<>();

    Hdx(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public boolean take(Flow flow, Consumer<Flow> settled) {
        boolean edtPort = EDT_PORTS.contains(flow.port(flow.serverSide()));
        if (edtPort && flow.protocol() == Packet.TCP) {
            TreeSet<Long> times = attempts.computeIfAbsent(PairPort.of(flow), at -> new TreeSet<>());
            times.add(flow.start());
            if (times.size() > MOST_ATTEMPTS) {
                times.pollFirst();
            }
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
        TreeSet<Long> times = attempts.get(PairPort.of(flow));
        Long attempt = times == null ? null : times.ceiling(flow.start() - PARALLEL_NANOS);
        IcaSessions sessions = traffic.sessions();
        IcaSessions.Session session = sessions.openAt(HostPair.of(flow), flow.start());
        boolean proven = sessions.of(HostPair.of(flow)).stream().anyMatch(IcaSessions.Session::proven);
        boolean attempted = attempt != null && attempt <= flow.start() + PARALLEL_NANOS;
        if (attempted) {
            double apart = (attempt - flow.start()) / 1e9;
            String says = String.format(
                    Locale.ROOT,
                    "the same two hosts try TCP %d too, %.1f s apart: EDT and TCP are tried in parallel",
                    port,
                    apart);
            add("edt", flow, Kind.COMPANION, 35, "parallel", says);
        } else if (session != null) {
            add("edt", flow, Kind.COMPANION, 15, "session", "the same two hosts hold an ICA session on TCP");
        }
        if (proven) {
            add("edt", flow, Kind.COMPANION, 12, "proven", "a TCP flow of the two hosts is ICA or CGP by its bytes");
        }
        Shape shape = Shape.of(flow);
        if (shape.seconds() >= 10 && shape.packets() >= 50) {
            add("edt", flow, Kind.BEHAVIOUR, 10, "sustained", "it goes on in both directions, as a session does");
        } else {
            add("edt", flow, Kind.BEHAVIOUR, -10, "sustained", "too short for a session");
        }
        String own = Traffic.ownLabel(flow);
        if ("udt".equals(own) && (attempted || session != null)) {
            add("edt", flow, Kind.BEHAVIOUR, 10, "handshake", "it opens with a handshake like UDT's, a hint at EDT");
            String says = "a handshake like UDT's beside an ICA session of the same two hosts is that of EDT";
            add("udt", flow, Kind.CONTRADICTION, -200, "edt", says);
        } else {
            veto(flow, "edt");
        }
    }

    private void audio(Flow flow) {
        HostPair pair = HostPair.of(flow);
        IcaSessions.Session session = traffic.sessions().openAt(pair, flow.start());
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
                "the same two hosts hold an ICA session on TCP");
        if (audio.containsKey(new PairPort(pair, other))) {
            String says = "UDP " + other + " of the same server is used by the same client: audio takes pairs";
            add("hdx-audio", flow, Kind.ALLOCATION, 18, "pair", says);
        }
        veto(flow, "hdx-audio");
    }

    private void veto(Flow flow, String label) {
        String own = Traffic.ownLabel(flow);
        if (own != null) {
            add(label, flow, Kind.CONTRADICTION, -60, "veto", "its bytes are those of " + own);
        }
    }

    private void add(String label, Flow flow, Kind kind, double weight, String rule, String says) {
        traffic.add(flow, Evidence.of(kind, label, weight, says, label + "/" + rule));
    }
}
