package dev.periplus.rule;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.classify.ClassifierFixture;
import dev.periplus.classify.Conversation;
import dev.periplus.classify.Noise;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decoding, tracking and classifying with all detectors and the rules of a growing number of protocols: nanoseconds per
 * packet of the captures in the working directory, and nanoseconds per flow of noise, which matches nothing after
 * everything has been tried.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
public class ClassifyBenchmark {
    private static final long SEED = 4789;
    private static final int CONVERSATIONS = 2000;
    private static final int CLIENT_PORT = 40_000;
    private static final int SERVER_PORT = 50_000;

    /** Number of protocols; 0 for all. */
    @Param({"60", "120", "240", "300", "0"})
    public int protocols;

    private final List<CapturedPacket> packets = new ArrayList<>();
    private final List<Conversation> conversations = new ArrayList<>();
    private ClassifierFixture fixture = new ClassifierFixture(new LoadedRules(Map.of(), List.of()));
    private Decoder decoder = new Decoder(DecodeSettings.defaults(), fixture.packets());
    private int nextPacket;
    private int nextConversation;

    @Setup
    public void make() throws InvalidRulesException, IOException {
        fixture = new ClassifierFixture(RuleSets.first(protocols));
        decoder = new Decoder(DecodeSettings.defaults(), fixture.packets());
        new CaptureFolder(Path.of("captures")).packets().forEach(packets::addAll);
        Noise noise = new Noise(SEED);
        for (int i = 0; i < CONVERSATIONS; i++) {
            conversations.add(noise.next(Noise.KINDS.get(i % Noise.KINDS.size())));
        }
    }

    /** Handles one packet; after the last capture every flow ends. */
    @Benchmark
    public int packet() {
        int ended = 0;
        if (nextPacket == packets.size()) {
            nextPacket = 0;
            decoder.flush();
            ended = fixture.end();
        }
        packets.get(nextPacket++).decode(decoder);
        return ended;
    }

    /** Handles one flow of no known protocol. */
    @Benchmark
    public int noise() {
        nextConversation = nextConversation + 1 == conversations.size() ? 0 : nextConversation + 1;
        conversations.get(nextConversation).on(CLIENT_PORT, SERVER_PORT, fixture.packets());
        return fixture.end();
    }
}
