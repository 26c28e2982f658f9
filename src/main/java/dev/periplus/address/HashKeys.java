package dev.periplus.address;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws the keys of {@link KeyedHash}. */
final class HashKeys {
    /** Draws the same keys in every run; for comparing two runs. */
    private static final String SEED = "periplus.hash.seed";

    private HashKeys() {}

    /** Returns this many odd random numbers that nobody outside of the process can know. */
    static long[] draw(int count) {
        @Nullable Long seed = Long.getLong(SEED);
        long[] keys = seed == null
                ? secret(count)
                : new SplittableRandom(seed).longs(count).toArray();
        for (int i = 0; i < count; i++) {
            keys[i] |= 1;
        }
        return keys;
    }

    /** Reads the system's generator directly where there is one: loading SecureRandom takes 20 ms of every start. */
    private static long[] secret(int count) {
        byte[] bytes = new byte[count * Long.BYTES];
        try (FileInputStream random = new FileInputStream("/dev/urandom")) {
            if (random.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new IOException("/dev/urandom ended");
            }
        } catch (IOException e) {
            new SecureRandom().nextBytes(bytes);
        }
        long[] keys = new long[count];
        ByteBuffer.wrap(bytes).asLongBuffer().get(keys);
        return keys;
    }
}
