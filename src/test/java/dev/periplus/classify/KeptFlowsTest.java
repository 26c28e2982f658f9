package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import dev.periplus.decode.Packet;
import dev.periplus.flow.DamagedStateException;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowCodec;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept flows are read back whole, or refused as damaged; nothing else is thrown, whoever wrote them. */
class KeptFlowsTest {
    private static final int CHANGED_COPIES = 4_000;
    private static final int MAGIC = 0x70657248;

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static InspectionResult result(InspectionResult inside) {
        Evidence piece =
                new Evidence(Evidence.Kind.DETECTOR, "tls", 60, "a sentence", "tls", 0, 3, 54, new byte[] {1, 2, 3});
        Metadata metadata = Metadata.of(Map.of("tls", Map.of("sni", List.of("one.example", "tw\u00f6.example"))));
        return new InspectionResult(List.of(piece, piece), "tls", metadata, false, true, null, inside);
    }

    private static Flow flow(int number) {
        return FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000 + number, "10.0.0.2", 443))
                .sends(0, 1, 10)
                .over(7)
                .flow();
    }

    private static byte[] unpacked() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (KeptFlows.Writer writer = new KeptFlows.Writer(out)) {
            for (int i = 0; i < 3; i++) {
                Flow flow = flow(i);
                flow.inspection(result(i == 2 ? result(null) : null));
                writer.flow(flow);
            }
            Address host = Objects.requireNonNull(Address.parse("10.0.0.1"));
            writer.announcement(new Heard(2, new NameAnnouncement(host, host, 1, 2, "a.example")));
            Expected expected = new Expected("rtp", Packet.UDP, Role.SERVER, 30, false);
            writer.announcement(new Heard(2, new FlowAnnouncement(expected, host, 4000, null, 1, 2, "announced")));
            writer.clock(99);
        }
        byte[] packed = out.toByteArray();
        return new ZstdInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    }

    private static KeptFlows.Reader reader(Path file, int captures) throws IOException {
        return new KeptFlows.Reader(Files.newInputStream(file), Files.size(file), 0, captures);
    }

    private static void check(Path file, int captures) throws IOException {
        try (KeptFlows.Reader reader = reader(file, captures)) {
            while (reader.next() != KeptFlows.Entry.END) {
                continue;
            }
        }
    }

    /** Reads a file and all results in it; returns whether it is whole. */
    private boolean isWhole(byte[] packed) throws IOException {
        Path file = Files.write(folder.resolve("flows"), packed);
        try (KeptFlows.Reader reader = reader(file, 1)) {
            for (KeptFlows.Entry entry = reader.next(); entry != KeptFlows.Entry.END; entry = reader.next()) {
                if (entry == KeptFlows.Entry.FLOW) {
                    assertEquals(0, reader.flow().capture());
                    InspectionState.of(reader.flow()).result();
                }
            }
            return true;
        } catch (DamagedStateException e) {
            return false;
        }
    }

    @Test
    void everyCutIsDamage() throws IOException {
        byte[] whole = unpacked();
        assertTrue(isWhole(Zstd.compress(whole)));
        for (int length = 0; length < whole.length; length++) {
            assertTrue(!isWhole(Zstd.compress(Arrays.copyOf(whole, length))), "cut at " + length);
        }
        byte[] packed = Zstd.compress(whole);
        for (int length = 0; length < packed.length; length++) {
            assertTrue(!isWhole(Arrays.copyOf(packed, length)), "packed, cut at " + length);
        }
        assertTrue(!isWhole(Zstd.compress(Arrays.copyOf(whole, whole.length + 1))), "more after the end");
    }

    @Test
    void changedBytesAreReadOrRefused() throws IOException {
        byte[] whole = unpacked();
        byte[] packed = Zstd.compress(whole);
        int refused = 0;
        for (int i = 0; i < CHANGED_COPIES; i++) {
            byte[] bytes = i % 4 == 0 ? packed.clone() : whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                refused += isWhole(i % 4 == 0 ? bytes : Zstd.compress(bytes)) ? 0 : 1;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(refused > CHANGED_COPIES / 4, refused + " refused");
    }

    @Test
    void capturesThatTheFileDoesNotHaveAreDamage() throws IOException {
        Path file = Files.write(folder.resolve("flows"), Zstd.compress(unpacked()));
        assertThrows(DamagedStateException.class, () -> check(file, 0));
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private void refusedSoon(String why, Content content) throws IOException {
        Path file = folder.resolve("bomb");
        try (OutputStream to = Files.newOutputStream(file);
                DataOutputStream out = new DataOutputStream(new ZstdOutputStream(to, 1))) {
            out.writeInt(MAGIC);
            content.write(out);
        }
        String told = assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThrows(DamagedStateException.class, () -> check(file, 1))
                        .getMessage());
        assertEquals(why, told);
    }

    @Test
    void aSmallFileThatUnpacksToMuchIsRefused() throws IOException {
        byte[] clock = new byte[9];
        clock[0] = (byte) KeptFlows.Entry.CLOCK.ordinal();
        refusedSoon("it unpacks to too many bytes", out -> {
            for (int i = 0; i < 20_000_000; i++) {
                out.write(clock);
            }
        });
    }

    @Test
    void tooManyWordsAreRefused() throws IOException {
        String word = "x".repeat(60_000);
        refusedSoon("it has too many words", out -> {
            out.writeByte(KeptFlows.Entry.FLOW.ordinal());
            FlowCodec.write(flow(0), out);
            out.writeChar(1_000);
            for (int i = 0; i < 1_000; i++) {
                out.writeUTF(word);
            }
        });
    }

    @Test
    void aLengthIsNotBelievedBeforeTheBytesAreThere() throws IOException {
        byte[] evidence = {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0};
        InspectionCodec codec = new InspectionCodec();
        assertThrows(DamagedStateException.class, () -> codec.check(evidence, 1));
        byte[] deep = new byte[3 * 10_000];
        for (int at = 0; at < deep.length; at += 4) {
            deep[at] = InspectionCodec.INSIDE;
        }
        codec.addWord("");
        assertThrows(DamagedStateException.class, () -> codec.check(deep, 1));
    }
}
