package dev.periplus.ring;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.decode.ShardHash;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Carries packets of the captures in the working directory to shards that skip them because their link type is
 * unsupported; and separately finds the shard of a packet, which adds to the cost if there are several. Nanoseconds per
 * packet.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
public class RingBenchmark {
    private static final int PACKETS = 1 << 17;

    /** LINKTYPE_USER0: reserved for private use. */
    private static final int NOT_DECODED = 147;

    /** Number of shard threads. */
    @Param("1")
    public int shards;

    private final List<CapturedPacket> packets = new ArrayList<>();
    private @Nullable PacketRing ring;
    private int next;

    @Setup
    public void start() throws IOException {
        new CaptureFolder(Path.of("captures")).packets().forEach(packets::addAll);
        RuleSet none = new RuleLoader().load();
        ring = new PacketRing(
                Stream.generate(() -> ShardFixture.withoutDetectors(none))
                        .limit(shards)
                        .toList(),
                new DiscardingOutlet(),
                PacketRing.WhenFull.WAIT);
    }

    @TearDown
    public void stop() {
        Objects.requireNonNull(ring).close();
    }

    /** Times from the first packet offered until the last one is processed. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void handOver() {
        PacketRing into = Objects.requireNonNull(ring);
        for (int i = 0; i < PACKETS; i++) {
            CapturedPacket packet = next();
            int length = packet.bytes().length;
            into.offer(packet.bytes(), 0, length, packet.wire(), packet.time(), NOT_DECODED, 0, packet.number());
        }
        into.flush();
    }

    /** Returns the hash that selects the shard. */
    @Benchmark
    public int hash() {
        CapturedPacket packet = next();
        return ShardHash.addressHash(packet.bytes(), 0, packet.bytes().length, packet.linkType());
    }

    private CapturedPacket next() {
        next = next + 1 == packets.size() ? 0 : next + 1;
        return packets.get(next);
    }
}
