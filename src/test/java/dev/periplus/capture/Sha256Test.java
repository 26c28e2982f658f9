package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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
        String expected = HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(file)));
        assertEquals(expected, Sha256.of(file, progress::addAndGet));
        assertEquals(length, progress.get());
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
