package dev.periplus.flow;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.Packet;
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

/**
 * Tracking alone, on decoded packets of the captures in the working directory: nanoseconds per packet of an open,
 * settled flow, and nanoseconds per packet that opens a flow while the idlest one expires.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
public class FlowTableBenchmark {
    private static final int OPEN = 100_000;
    private static final int OPENS_OR_CLOSES = Packet.SYN | Packet.FIN | Packet.RST;

    private final List<Packet> known = new ArrayList<>();
    private final List<Packet> datagrams = new ArrayList<>();
    private final FlowTable table = new FlowTable(FlowSettings.DEFAULT, new Settling());
    private final FlowTable opening = new FlowTable(FlowSettings.DEFAULT, new Settling());
    private long opened;
    private int next;

    @Setup
    public void load() throws IOException {
        for (List<CapturedPacket> capture : new CaptureFolder(Path.of("captures")).packets()) {
            for (CapturedPacket packet : capture) {
                // A decoder refills its only packet, so each frame gets its own decoder, of which the last packet is
                // kept.
                Packet[] last = new Packet[1];
                packet.decode(new Decoder(DecodeSettings.defaults(), found -> last[0] = found));
                if (last[0] != null) {
                    keep(last[0]);
                }
            }
        }
        known.forEach(table::onPacket);
    }

    private void keep(Packet packet) {
        packet.clock = 0;
        if (packet.protocol == Packet.UDP) {
            datagrams.add(packet);
        }
        if (packet.protocol != Packet.TCP || (packet.tcpFlags & OPENS_OR_CLOSES) == 0) {
            known.add(packet);
        }
    }

    /** Tracks one packet of a known flow and returns the number of flows so far. */
    @Benchmark
    public long known() {
        next = next + 1 >= known.size() ? 0 : next + 1;
        table.onPacket(known.get(next));
        return table.counters().flows;
    }

    /** Tracks one datagram from a new source; {@value #OPEN} flows are open. */
    @Benchmark
    public long opens() {
        next = next + 1 >= datagrams.size() ? 0 : next + 1;
        Packet packet = datagrams.get(next);
        packet.sourceLow = ++opened;
        packet.clock = opened * (FlowSettings.DEFAULT.udpIdleNanos() / OPEN);
        opening.onPacket(packet);
        return opening.counters().flows;
    }

    private static final class Settling implements FlowListener {
        @Override
        public void said(Exchange exchange) {
            exchange.flow().settle();
        }
    }
}
