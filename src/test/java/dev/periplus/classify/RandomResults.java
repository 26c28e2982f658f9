package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Results of any content. */
final class RandomResults {
    private RandomResults() {}

    private static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        boolean wide = random.nextInt(4) == 0;
        for (int left = random.nextInt(longest); left > 0; left--) {
            text.append((char) (wide ? random.nextInt(0xd800) : random.nextInt(0x100)));
        }
        return text.toString();
    }

    static Evidence evidence(Random random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        byte[] bytes = random.nextInt(3) == 0 ? null : new byte[random.nextInt(33)];
        if (bytes != null) {
            random.nextBytes(bytes);
        }
        String label = "label" + random.nextInt(300);
        int capture = random.nextInt(1 << random.nextInt(23));
        long packet = random.nextLong() >>> random.nextInt(1, Long.SIZE);
        int offset = random.nextInt(-1, 70_000);
        return new Evidence(
                kind,
                label,
                random.nextGaussian() * 50,
                text(random, 200),
                label + "/r",
                capture,
                packet,
                offset,
                bytes);
    }

    static InspectionResult result(Random random, int pieces, int values) {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            evidence.add(evidence(random));
        }
        Metadata.Builder metadata = new Metadata.Builder();
        for (int i = 0; i < values; i++) {
            metadata.add("group" + random.nextInt(3), "key" + random.nextInt(9), text(random, 256));
        }
        String label = random.nextBoolean() ? "label" + random.nextInt(300) : null;
        return new InspectionResult(
                evidence, label, metadata.build(), random.nextBoolean(), random.nextBoolean(), null, null);
    }
}
