package dev.periplus.live;

import dev.periplus.capture.FilledBlocks;
import dev.periplus.capture.LiveCapture;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How many packets a second a live run takes, from a sender that costs nothing: the blocks of packets that the kernel
 * would fill are prepared, and only given their times. {@code RingRate [SIZE] [SECONDS] [RATE,...]}: prints for each rate
 * what was lost, the processor time of all threads but the sender, and the rate at which one core would be busy.
 */
public final class RingRate {
    private static final int BLOCKS = 64;
    private static final int FLOWS = 1000;
    private static final int WARM_SECONDS = 5;
    private static final double SECOND = 1e9;
    private static final long PATIENCE = 5_000_000_000L;

    private RingRate() {}

    public static void main(String[] arguments) throws InvalidRulesException, InterruptedException {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        String[] rates = (arguments.length > 2 ? arguments[2] : "500000,1000000,1500000,2000000").split(",");
        FilledBlocks blocks = new FilledBlocks(BLOCKS);
        List<byte[]> frames = new ArrayList<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            frames.add(Sender.frame(size, flow));
        }
        blocks.prepare(frames);
        Knowledge knowledge = RuleFolder.read(
                null, packaged -> Knowledge.load(new RuleLoader().packaged().load(), packaged, false));
        Engine.Settings settings =
                Engine.Settings.of(knowledge, 1).showingHosts(false).live(Long.MAX_VALUE, PATIENCE);
        AtomicLong recorded = new AtomicLong();
        try (LiveCapture capture = blocks.capture();
                Engine engine = new Engine(settings, WhenFull.DROP)) {
            Thread run = new Thread(() -> engine.run(
                    capture,
                    source -> "blocks",
                    record -> recorded.addAndGet(
                            record.flow().packets(0) + record.flow().packets(1))));
            run.start();
            long passed = 0;
            for (String rate : rates) {
                passed += send(blocks, WARM_SECONDS, Double.parseDouble(rate))[0];
                passed += report(blocks, seconds, Double.parseDouble(rate));
            }
            capture.stop();
            run.join();
            System.out.printf(Locale.ROOT, "%,d packets passed, %,d in records%n", passed, recorded.get());
        }
    }

    /** Sends at a rate, prints what came of it, and returns how many packets were taken. */
    private static long report(FilledBlocks blocks, int seconds, double rate) {
        long before = cpu();
        long own = ownCpu();
        long began = System.nanoTime();
        long[] sent = send(blocks, seconds, rate);
        double wall = System.nanoTime() - began;
        double others = cpu() - before - (ownCpu() - own);
        System.out.printf(
                Locale.ROOT,
                "%,.0f/s asked, %,.0f/s passed, %,d of %,d lost; %.2f cores, %.2f us a packet: one core at %,.0f/s%n",
                rate,
                sent[0] / wall * SECOND,
                sent[1],
                sent[0] + sent[1],
                others / wall,
                others / 1000 / sent[0],
                sent[0] / others * SECOND);
        return sent[0];
    }

    /** Returns how many packets were taken, and how many were not. */
    private static long[] send(FilledBlocks blocks, int seconds, double rate) {
        long[] sent = new long[2];
        long began = System.nanoTime();
        long wall = Instant.now().toEpochMilli() * 1_000_000;
        long due = began;
        while (due - began < seconds * SECOND) {
            int packets = blocks.ready();
            due += (long) (packets / rate * SECOND);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            sent[blocks.pass(wall + due - began, (long) (SECOND / rate)) ? 0 : 1] += packets;
        }
        return sent;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long ownCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
