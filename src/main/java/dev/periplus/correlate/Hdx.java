package dev.periplus.correlate;

import dev.periplus.classify.Evidence;
import dev.periplus.classify.Evidence.Kind;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

    private record Endpoint(HostPair pair, int port) {
        static Endpoint of(Flow flow) {
            return new Endpoint(HostPair.of(flow), flow.port(flow.serverSide()));
        }
    }

    @Override
    public void correlate(Traffic traffic) {
        IcaSessions sessions = new IcaSessions(traffic);
        Set<Endpoint> audio = new HashSet<>();
        Map<Endpoint, TreeMap<Long, Flow>> attempts = new HashMap<>();
        for (Flow flow : traffic.flows()) {
            if (flow.protocol() == Packet.UDP && inAudioRange(flow)) {
                audio.add(Endpoint.of(flow));
            } else if (flow.protocol() == Packet.TCP && EDT_PORTS.contains(flow.port(flow.serverSide()))) {
                attempts.computeIfAbsent(Endpoint.of(flow), e -> new TreeMap<>())
                        .put(flow.start(), flow);
            }
        }
        for (Flow flow : traffic.flows()) {
            if (flow.protocol() != Packet.UDP || flow.payload(0) == 0 || flow.payload(1) == 0) {
                continue;
            }
            if (EDT_PORTS.contains(flow.port(flow.serverSide()))) {
                edt(traffic, sessions, attempts, flow);
            } else if (inAudioRange(flow)) {
                audio(traffic, sessions, audio, flow);
            }
        }
    }

    private static boolean inAudioRange(Flow flow) {
        int port = flow.port(flow.serverSide());
        return port >= AUDIO_FROM && port <= AUDIO_TO;
    }

    private static void edt(
            Traffic traffic, IcaSessions sessions, Map<Endpoint, TreeMap<Long, Flow>> attempts, Flow flow) {
        int port = flow.port(flow.serverSide());
        Map.Entry<Long, Flow> attempt = attempts.getOrDefault(new Endpoint(HostPair.of(flow), port), new TreeMap<>())
                .ceilingEntry(flow.start() - PARALLEL_NANOS);
        IcaSessions.Session session = sessions.openAt(HostPair.of(flow), flow.start());
        boolean proven = sessions.of(HostPair.of(flow)).stream().anyMatch(IcaSessions.Session::proven);
        boolean attempted = attempt != null && attempt.getKey() <= flow.start() + PARALLEL_NANOS;
        if (attempted) {
            double apart = (attempt.getKey() - flow.start()) / 1e9;
            String says = String.format(
                    Locale.ROOT,
                    "the same two hosts try TCP %d too, %.1f s apart: EDT and TCP are tried in parallel",
                    port,
                    apart);
            add(traffic, "edt", flow, Kind.COMPANION, 35, "parallel", says);
        } else if (session != null) {
            add(traffic, "edt", flow, Kind.COMPANION, 15, "session", "the same two hosts hold an ICA session on TCP");
        }
        if (proven) {
            add(
                    traffic,
                    "edt",
                    flow,
                    Kind.COMPANION,
                    12,
                    "proven",
                    "a TCP flow of the two hosts is ICA or CGP by its bytes");
        }
        Shape shape = Shape.of(flow);
        if (shape.seconds() >= 10 && shape.packets() >= 50) {
            add(
                    traffic,
                    "edt",
                    flow,
                    Kind.BEHAVIOUR,
                    10,
                    "sustained",
                    "it goes on in both directions, as a session does");
        } else {
            add(traffic, "edt", flow, Kind.BEHAVIOUR, -10, "sustained", "too short for a session");
        }
        String own = traffic.ownLabel(flow);
        if (own.equals("udt") && (attempted || session != null)) {
            add(
                    traffic,
                    "edt",
                    flow,
                    Kind.BEHAVIOUR,
                    10,
                    "handshake",
                    "it opens with a handshake like UDT's, a hint at EDT");
            String says = "a handshake like UDT's beside an ICA session of the same two hosts is that of EDT";
            add(traffic, "udt", flow, Kind.CONTRADICTION, -200, "edt", says);
        } else {
            veto(traffic, flow, "edt");
        }
    }

    private static void audio(Traffic traffic, IcaSessions sessions, Set<Endpoint> audio, Flow flow) {
        HostPair pair = HostPair.of(flow);
        IcaSessions.Session session = sessions.openAt(pair, flow.start());
        if (session == null) {
            return;
        }
        int port = flow.port(flow.serverSide());
        int other = port % 2 == 0 ? port + 1 : port - 1;
        add(
                traffic,
                "hdx-audio",
                flow,
                Kind.COMPANION,
                session.proven() ? 35 : 15,
                "companion",
                "the same two hosts hold an ICA session on TCP");
        if (audio.contains(new Endpoint(pair, other))) {
            String says = "UDP " + other + " of the same server is used by the same client: audio takes pairs";
            add(traffic, "hdx-audio", flow, Kind.ALLOCATION, 18, "pair", says);
        }
        veto(traffic, flow, "hdx-audio");
    }

    private static void veto(Traffic traffic, Flow flow, String label) {
        String own = traffic.ownLabel(flow);
        if (!own.isEmpty()) {
            add(traffic, label, flow, Kind.CONTRADICTION, -60, "veto", "its bytes are those of " + own);
        }
    }

    private static void add(
            Traffic traffic, String label, Flow flow, Kind kind, double weight, String rule, String says) {
        traffic.add(flow, Evidence.of(kind, label, weight, says, label + "/" + rule));
    }
}
