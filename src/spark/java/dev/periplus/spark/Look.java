package dev.periplus.spark;

import dev.periplus.capture.Failures;
import dev.periplus.capture.PacketStream;
import dev.periplus.natives.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What the beginning of a file tells, and its digest.
 *
 * @param format as {@link PacketStream#format} names it; null if it cannot be read
 * @param head headers in force at the first record
 * @param first offset of the first record
 * @param isDivisible whether reading can begin in the middle
 * @param frames of a zstd file that can be divided at them, null otherwise; then the first record is that of the unpacked bytes
 * @param sha256 in hexadecimal digits; null if not asked for, or if the file cannot be read
 * @param refused why it cannot be read, or is no capture, as a clause; null if it is one
 */
record Look(
        @Nullable String format,
        byte[] head,
        long first,
        boolean isDivisible,
        @Nullable Frames frames,
        @Nullable String sha256,
        @Nullable String refused)
        implements Serializable {
    private static final String ZSTD = " in zstd";
    private static final int BUFFER = 1 << 18;

    /** Which files are hashed. */
    enum Hashed {
        NONE,
        /** Those of the size of another, to find files that are the same. */
        ALIKE,
        ALL
    }

    /** Looks at files, one task for some of them each. */
    static List<Look> at(
            JavaSparkContext spark, Broadcast<SerializableConfiguration> hadoop, List<Input> files, Hashed hashed) {
        if (files.isEmpty()) {
            return List.of();
        }
        Map<Long, Integer> sizes = new HashMap<>();
        files.forEach(input -> sizes.merge(input.bytes(), 1, Integer::sum));
        Set<Long> alike = new HashSet<>();
        sizes.forEach((size, count) -> {
            if (count > 1) {
                alike.add(size);
            }
        });
        return spark.parallelize(files, Plan.tasks(spark, files.size()))
                .map(file -> {
                    boolean isAlike = hashed == Hashed.ALIKE && alike.contains(file.bytes());
                    return at(
                            file,
                            isAlike || hashed == Hashed.ALL,
                            hadoop.value().value());
                })
                .collect();
    }

    /**
     * Looks at a file.
     *
     * @param isHashed whether the digest is asked for
     */
    static Look at(Input file, boolean isHashed, Configuration hadoop) {
        String known = file.refused();
        if (known != null) {
            return refused(null, known);
        }
        String sha256 = null;
        try {
            sha256 = isHashed ? sha256(file.path(), hadoop) : null;
            Look plain = at(file, null, sha256, hadoop);
            Frames frames = plain.format != null && plain.format.endsWith(ZSTD) ? frames(file, hadoop) : null;
            return frames == null ? plain : at(file, frames, sha256, hadoop).called(plain.format);
        } catch (IOException e) {
            return refused(sha256, Failures.sentence(e));
        }
    }

    private static Look at(Input file, @Nullable Frames frames, @Nullable String sha256, Configuration hadoop)
            throws IOException {
        try (PacketStream packets = PacketStream.open(SplitScan.at(file.path(), frames, 0, hadoop))) {
            packets.skipHead();
            return new Look(
                    packets.format(), packets.head(), packets.position(), packets.isDivisible(), frames, sha256, null);
        }
    }

    private static @Nullable Frames frames(Input file, Configuration hadoop) throws IOException {
        try (InputStream in = new BufferedInputStream(SplitScan.at(file.path(), null, 0, hadoop), BUFFER)) {
            return FrameWalk.of(in);
        }
    }

    private Look called(@Nullable String name) {
        return new Look(name, head, first, isDivisible, frames, sha256, refused);
    }

    private static Look refused(@Nullable String sha256, String why) {
        return new Look(null, new byte[0], 0, false, null, sha256, why);
    }

    private static String sha256(String path, Configuration hadoop) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = SplitScan.at(path, null, 0, hadoop)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
