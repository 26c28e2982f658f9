package dev.periplus.natives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    @TempDir
    Path folder;

    private Path file(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Files.write(folder.resolve("file"), bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, (1 << 20) - 1, 1 << 20, (3 << 20) + 7})
    void isTheDigestOfAllBytes(int length) throws IOException {
        Path file = file(length);
        AtomicLong progress = new AtomicLong();
        String expected = HexFormat.of().formatHex(Sha256.java().digest(Files.readAllBytes(file)));
        assertEquals(expected, Sha256.of(file, progress::addAndGet));
        assertEquals(length, progress.get());
    }

    @Test
    void whatComesInPiecesHasTheSameDigest() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MessageDigest digest = Sha256.digest();
        for (int round = 0; round < 50; round++) {
            MessageDigest expected = Sha256.java();
            for (int piece = random.nextInt(8); piece > 0; piece--) {
                byte[] bytes = new byte[random.nextInt(1 << 16)];
                random.nextBytes(bytes);
                int from = random.nextInt(bytes.length + 1);
                int length = random.nextInt(bytes.length - from + 1);
                digest.update(bytes, from, length);
                expected.update(bytes, from, length);
            }
            digest.update((byte) round);
            expected.update((byte) round);
            assertArrayEquals(expected.digest(), digest.digest(), "seed " + seed);
        }
    }

    @Test
    void aResetForgetsWhatCameBefore() {
        MessageDigest digest = Sha256.digest();
        digest.update(new byte[100_000]);
        digest.reset();
        assertArrayEquals(Sha256.java().digest(), digest.digest());
        assertEquals(32, digest.getDigestLength());
    }

    @Test
    void digestsThatAreDroppedDisturbNoOther() {
        byte[] bytes = new byte[3000];
        byte[] expected = Sha256.java().digest(bytes);
        for (int i = 0; i < 20_000; i++) {
            MessageDigest digest = Sha256.digest();
            digest.update(bytes, 0, i % 3000);
            if (i % 1000 == 0) {
                System.gc();
                assertArrayEquals(expected, Sha256.digest().digest(bytes));
            }
        }
    }

    @Test
    void manyFilesTakeNoMoreMemoryThanOne() throws IOException {
        Path file = file(130);
        Sha256.of(file, more -> {});
        long before = direct();
        for (int i = 0; i < 200; i++) {
            Sha256.of(file, more -> {});
        }
        assertTrue(direct() - before < 16 << 20, direct() - before + " bytes");
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity)
                .sum();
    }
}
