package dev.periplus.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.flow.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile files: any bytes are read to the end, in bounded time, with no exception but SocketFileException. */
class HostileTablesTest {
    private static final int ROUNDS = 150;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String[] PIECES = {
        "\"",
        ",",
        "users:((",
        "(\"",
        "\",pid=",
        "->",
        "\\x",
        "[",
        "]",
        "::",
        "%",
        ":",
        "*",
        "TCP ",
        "UDP ",
        "tcp ",
        "LISTEN ",
        "0 0 ",
        "#TYPE ",
        "IPv4 ",
        "\n",
        "\r\n",
        "\0",
        "\u00ff",
        "9999999999",
        "-",
        "LocalAddress,LocalPort\n"
    };

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    static Stream<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(Tables.FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    private List<Snapshot> read(byte[] content) {
        try {
            return SocketFiles.read(List.of(Files.write(folder.resolve("hostile"), content)), Set.of(), null);
        } catch (SocketFileException promised) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] mutated(byte[] original) {
        StringBuilder text = new StringBuilder(new String(original, StandardCharsets.ISO_8859_1));
        for (int changes = 1 + random.nextInt(20); changes > 0 && text.length() > 1; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void mutatedTablesAreRead(Path table) throws IOException {
        System.out.println("seed " + seed + " for " + table.getFileName());
        byte[] original = Files.readAllBytes(table);
        Flow flow = Tables.flow(Tables.TCP, "10.20.0.9", 50112, "10.20.0.5", 22);
        assertTimeoutPreemptively(LONGEST, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                Owners.saved(read(mutated(original))).of(flow);
            }
        });
    }

    @Test
    void randomBytesAndPiecesAreRead() {
        System.out.println("seed " + seed);
        assertTimeoutPreemptively(LONGEST, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = new byte[random.nextInt(4096)];
                random.nextBytes(bytes);
                read(bytes);
                StringBuilder pieces = new StringBuilder();
                for (int i = random.nextInt(400); i > 0; i--) {
                    pieces.append(PIECES[random.nextInt(PIECES.length)]);
                }
                read(pieces.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\"\"",
                ",",
                "\",",
                "(\"",
                "\",",
                "(\"\",pid=1,",
                "a ",
                "tcp ",
                "->",
                ":",
                "::",
                "[",
                "1:",
                "\\x2",
                "'",
                "\0"
            })
    void longLinesTakeLinearTime(String piece) {
        String filled = piece.repeat(65_000 / piece.length());
        List<String> starts = List.of(
                "",
                "tcp LISTEN 0 5 0.0.0.0:22 0.0.0.0:* users:(",
                "tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 1/",
                "TCP 0.0.0.0:22 0.0.0.0:0 ",
                "\"LocalAddress\",\"LocalPort\",",
                "\"a\",\"1\",\"");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            starts.forEach(start -> text.append(start).append(filled).append('\n'));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        assertTimeoutPreemptively(LONGEST, () -> read(bytes));
    }

    /** The lower half of each address cancels what the upper half adds to a hash without a secret. */
    @Test
    void socketsChosenToCollideAreSpread() {
        Endpoint own = new Endpoint(Tables.address("10.20.0.5"), 22, Tables.TCP);
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            Address address = new Address(i, 1_000_000 - 31 * Address.mix(i));
            hashes.add(new SocketKey(own, new Endpoint(address, 443, Tables.TCP)).hashCode());
        }
        assertTrue(hashes.size() > 99_900, hashes.size() + " hashes");
    }

    @Test
    void oneSocketHasAtMostSixteenProcesses() {
        StringBuilder text = new StringBuilder("tcp LISTEN 0 5 0.0.0.0:22 0.0.0.0:* users:(");
        for (int pid = 1; pid < 1000; pid++) {
            text.append("(\"a").append(pid).append("\",pid=").append(pid).append(",fd=3),");
        }
        Snapshot snapshot = read(text.append(")\n").toString().getBytes(StandardCharsets.UTF_8))
                .get(0);
        assertEquals(Sighting.MOST, snapshot.sockets().get(0).processes().size());
    }
}
