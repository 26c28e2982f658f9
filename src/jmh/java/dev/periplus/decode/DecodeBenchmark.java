package dev.periplus.decode;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding alone: nanoseconds per frame of the captures in the working directory, tunnels and fragments included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
public class DecodeBenchmark {
    private final List<CapturedPacket> packets = new ArrayList<>();
    private final Decoder decoder = new Decoder(DecodeSettings.defaults(), this::count);
    private long payload;
    private int next;

    @Setup
    public void load() throws IOException {
        new CaptureFolder(Path.of("captures")).packets().forEach(packets::addAll);
    }

    /** Decodes one frame and returns the payload bytes found so far; flushes the decoder after the last frame. */
    @Benchmark
    public long frame() {
        if (next == packets.size()) {
            next = 0;
            decoder.flush();
        }
        packets.get(next++).decode(decoder);
        return payload;
    }

    private void count(Packet packet) {
        payload += packet.payloadLength;
    }
}
