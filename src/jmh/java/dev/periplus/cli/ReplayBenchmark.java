package dev.periplus.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole captures through the whole path, one shard, records written as NDJSON: packets a second. The captures are
 * synthetic: TCP flows that open with HTTP, SSH, SMTP or nothing known and go on with random payload, 50 packets a flow,
 * interleaved.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 11)
public class ReplayBenchmark {
    private static final int PACKETS_A_FLOW = 50;
    private static final int OPEN_FLOWS = 64;

    /** Flows of the capture; 100,000 of them make a capture of about 1 GiB. */
    @Param({"2000", "20000"})
    public int flows;

    private Path capture = Path.of("");

    @Setup
    public void make() throws IOException {
        capture = Files.createTempFile("replay", ".pcap");
        try (FileChannel out = FileChannel.open(capture, StandardOpenOption.WRITE)) {
            new Writer(out).write(flows);
        }
    }

    @TearDown
    public void remove() throws IOException {
        Files.delete(capture);
    }

    /** Reads the capture; gives the exit status. */
    @Benchmark
    public int replay() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Terminal terminal = new Terminal(nowhere, nowhere, false, 100, false);
        return Main.run(List.of(capture.toString(), "-o", "json", "--shards", "1"), terminal);
    }

    /** Writes the capture for other programs: {@code ReplayBenchmark FLOWS FILE}. */
    public static void main(String[] arguments) throws IOException {
        Path to = Path.of(arguments[1]);
        try (FileChannel out = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            new Writer(out).write(Integer.parseInt(arguments[0]));
        }
    }

    private static final class Writer {
        private static final String[] OPENINGS = {
            "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n",
            "SSH-2.0-OpenSSH_9.2\r\n",
            "EHLO mail.example.com\r\n",
            ""
        };
        private final FileChannel out;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.BIG_ENDIAN);
        private final Random random = new Random(1);
        private final int[][] sequences = new int[OPEN_FLOWS][2];
        private long micros;

        Writer(FileChannel out) {
            this.out = out;
        }

        void write(int flows) throws IOException {
            buffer.putInt(0xa1b2c3d4)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putInt(0)
                    .putInt(0)
                    .putInt(65_535)
                    .putInt(1);
            for (int first = 0; first < flows; first += OPEN_FLOWS) {
                for (int packet = 0; packet < PACKETS_A_FLOW; packet++) {
                    for (int flow = first; flow < Math.min(flows, first + OPEN_FLOWS); flow++) {
                        packet(flow, packet);
                    }
                }
            }
            drain();
        }

        private void packet(int flow, int number) {
            byte[] payload = payload(flow, number);
            boolean fromClient = number % 3 != 1;
            int length = 40 + payload.length;
            micros += 20;
            buffer.putInt((int) (micros / 1_000_000))
                    .putInt((int) (micros % 1_000_000))
                    .putInt(14 + length)
                    .putInt(14 + length);
            buffer.putLong(0x0200000000010200L).putInt(1).putShort((short) 0x0800);
            buffer.putShort((short) 0x4500).putShort((short) length).putInt(0).putInt(0x40060000);
            int client = 0x0a000000 + flow;
            int server = 0x0a800000 + flow % 500;
            buffer.putInt(fromClient ? client : server).putInt(fromClient ? server : client);
            int clientPort = 20_000 + flow % 40_000;
            buffer.putShort((short) (fromClient ? clientPort : 8_000))
                    .putShort((short) (fromClient ? 8_000 : clientPort));
            buffer.putInt(sequence(flow, number, fromClient ? 0 : 1, payload.length))
                    .putInt(1);
            buffer.putShort((short) (0x5000 | (number == 0 ? 2 : number == 1 ? 18 : 16)))
                    .putShort((short) 64_000)
                    .putInt(0);
            buffer.put(payload);
            if (buffer.remaining() < 4096) {
                try {
                    drain();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private int sequence(int flow, int number, int side, int length) {
            int[] next = sequences[flow % OPEN_FLOWS];
            if (number < 2) {
                next[side] = 1;
                return 0;
            }
            next[side] += length;
            return next[side] - length;
        }

        private byte[] payload(int flow, int number) {
            if (number < 3) {
                return new byte[0];
            }
            String opening = OPENINGS[flow % OPENINGS.length];
            if (number == 3 && !opening.isEmpty()) {
                return opening.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            }
            byte[] payload = new byte[100 + random.nextInt(100)];
            random.nextBytes(payload);
            return payload;
        }

        private void drain() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            buffer.clear();
        }
    }
}
