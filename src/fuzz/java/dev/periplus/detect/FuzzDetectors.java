package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.fuzz.Talks;
import java.util.ArrayList;
import java.util.List;

/**
 * Each detector on exchanges of several chunks. Nothing is thrown; evidence lies in bytes that are there and has a
 * finite weight; whoever says that there is nothing more to learn is not asked again.
 */
public final class FuzzDetectors {
    private static final List<Detector> DETECTORS = Detectors.all();
    private static final int MOST_CHUNKS = 24;

    private FuzzDetectors() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Detector detector = DETECTORS.get(input.below(DETECTORS.size()));
        int form = input.u8();
        boolean datagrams = (form & 1) != 0 && detector.wants(Packet.UDP);
        Flow.Direction[] directions = Flow.Direction.values();
        ExchangeFixture exchange = new ExchangeFixture(
                datagrams, datagrams ? Packet.UDP : Packet.TCP, directions[(form >> 1) % directions.length]);
        RecordingTrail trail = new RecordingTrail();
        Detector.Next next = Detector.Next.MORE;
        for (int i = 0; i < MOST_CHUNKS && next == Detector.Next.MORE && input.hasMore(); i++) {
            int more = input.u8();
            byte[] chunk = input.chunk();
            int wire = chunk.length + ((more & 2) == 0 ? 0 : more >> 2);
            exchange.speak((more & 1) == 0 ? Role.CLIENT : Role.SERVER, chunk, wire);
            next = detector.inspect(exchange, trail);
        }
        for (RecordingTrail.Found found : trail.found) {
            Must.hold(Double.isFinite(found.weight()) && !found.label().isEmpty(), "evidence");
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Talks.Talk talk : Talks.all()) {
            for (int i = 0; i < DETECTORS.size(); i++) {
                if (DETECTORS.get(i).wants(talk.protocol()) && finds(DETECTORS.get(i), talk)) {
                    seeds.add(talk.to(new FuzzSeed().u8(i).u8(talk.protocol() == Packet.UDP ? 1 : 0))
                            .bytes());
                }
            }
        }
        return seeds;
    }

    private static boolean finds(Detector detector, Talks.Talk talk) {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(talk.protocol() == Packet.UDP);
        Detector.Next next = Detector.Next.MORE;
        for (Talks.Chunk chunk : talk.chunks()) {
            if (next == Detector.Next.MORE) {
                Role role = chunk.side() == 0 ? Role.CLIENT : Role.SERVER;
                next = detector.inspect(exchange.speak(role, chunk.bytes(), chunk.bytes().length), trail);
            }
        }
        return !trail.found.isEmpty() || !trail.metadata.isEmpty();
    }
}
