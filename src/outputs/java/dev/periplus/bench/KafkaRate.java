package dev.periplus.bench;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.outputs.kafka.KafkaFormat;
import dev.periplus.report.Destination;
import dev.periplus.report.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends records to a broker of its own at a steady rate, as a live capture does, and prints what became of them. In the
 * middle the broker is killed and started again.
 */
final class KafkaRate {
    private static final int KINDS = 2000;
    private static final int TICKS = 100;
    private static final long TICK = 1_000_000_000L / TICKS;

    private KafkaRate() {}

    /** @param arguments records a second, seconds, and {@code kill} if the broker is to be killed */
    public static void main(String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        boolean kill = arguments.length > 2 && arguments[2].equals("kill");
        KafkaBroker broker = new KafkaBroker(Files.createTempDirectory("kafka"));
        FlowSink sink = new KafkaFormat()
                .open(new Destination(
                        "kafka",
                        broker.address() + "/flows",
                        true,
                        null,
                        arguments.length > 3 ? Path.of(arguments[3]) : null,
                        new Destination.Origin("bench", "1", "ab"),
                        KafkaRate.class.getClassLoader(),
                        System.out::println));
        List<FlowRecord> records = records();
        records.forEach(sink::flow); // the topic is made
        Thread.sleep(5000);
        System.out.println("before " + sink.counters());
        long begun = System.nanoTime();
        long longest = 0;
        long given = 0;
        for (int tick = 0; tick < seconds * TICKS; tick++) {
            if (kill && tick == seconds * TICKS / 3) {
                again(broker);
            }
            while (System.nanoTime() - begun < tick * TICK) {
                Thread.sleep(1);
            }
            long from = System.nanoTime();
            for (int i = 0; i < rate / TICKS; i++) {
                sink.flow(records.get((int) (given++ % KINDS)));
            }
            longest = Math.max(longest, System.nanoTime() - from);
        }
        double took = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%d records in %.1f s, %.0f a second; longest wait of %d records %.1f ms%n",
                given, took, given / took, rate / TICKS, longest / 1e6);
        sink.settle();
        System.out.printf("settled after %.1f s: %s%n", (System.nanoTime() - begun) / 1e9, sink.counters());
        broker.kill();
    }

    private static void again(KafkaBroker broker) {
        new Thread(() -> {
                    try {
                        long from = System.nanoTime();
                        broker.kill();
                        broker.start();
                        System.out.printf("broker away for %.1f s%n", (System.nanoTime() - from) / 1e9);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }

    private static List<FlowRecord> records() {
        List<FlowRecord> records = new ArrayList<>();
        for (int i = 0; i < KINDS; i++) {
            records.add(Records.tcp("10.1." + i / 250 + "." + i % 250, "10.9.0.7", 3251)
                    .number(i)
                    .label("ssh", 0.99)
                    .users(Records.FRAMEHAWK)
                    .metadata(Map.of("ssh", Map.of("client", List.of("SSH-2.0-OpenSSH_9." + i))))
                    .made());
        }
        return records;
    }
}
