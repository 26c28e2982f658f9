package dev.periplus.capture;

import com.github.luben.zstd.Zstd;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Captures of any bytes, also packed. Nothing is thrown; packets lie within their buffers and have sensible lengths and
 * times; what a capture gives, and what is said of its damage, does not depend on the size of the buffers; sentences
 * are printable.
 */
public final class FuzzCapture {
    private static final int SMALL = 64;
    private static final int LARGE = 4096;
    private static final int LONGEST_SEED = 4096;

    /** A packed capture can hold many more packets than it has bytes. */
    private static final int MOST_PACKETS = 20_000;

    private FuzzCapture() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Must.equal(read(bytes, SMALL), read(bytes, LARGE), "the size of the buffer shows");
    }

    /** What a capture gave: a digest of its packets, and the sentence about its end. */
    private record Given(int packets, long digest, long reportedDrops, long skipped, String ending) {}

    private static Given read(byte[] bytes, int buffer) {
        CaptureOpener opener = new CaptureOpener(buffer, new ByteArrayInputStream(bytes));
        CaptureOpener.Opened opened;
        try {
            opened = opener.open(CaptureOpener.STANDARD_INPUT, Runnable::run);
        } catch (IOException e) {
            return new Given(0, 0, 0, 0, printable(Failures.cause(e)));
        }
        Records records = opened.records();
        int packets = 0;
        long digest = opened.format().hashCode();
        long drops = 0;
        long skipped = 0;
        while (packets < MOST_PACKETS && (records.next() || records.isFollowed())) {
            if (records.isFollowed()) {
                drops += records.reportedDrops;
                skipped += records.skipped;
                records = CaptureOpener.records(records.windows);
                continue;
            }
            packets++;
            digest = 31 * digest + digest(records);
        }
        Damage damage = records.damage;
        records.windows.close();
        String ending = damage == null ? "" : printable(damage.sentence());
        return new Given(packets, digest, drops + records.reportedDrops, skipped + records.skipped, ending);
    }

    private static long digest(Records r) {
        Must.hold(r.captured >= 0 && r.captured <= Records.MAX_PACKET && r.wire >= r.captured, "lengths");
        Must.hold(r.offset >= 0 && r.offset + r.captured <= r.bytes.length, "place in the buffer");
        Must.hold(r.time >= 0, "time");
        long digest = r.captured + 31L * r.wire + 961 * r.time + r.linkType;
        for (int i = r.offset; i < r.offset + r.captured; i++) {
            digest = 31 * digest + r.bytes[i];
        }
        return digest;
    }

    private static String printable(String sentence) {
        Must.bePrintable(sentence);
        return sentence;
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>(FuzzSeed.files(Path.of("captures"), ".pcap", LONGEST_SEED));
        List<CaptureBytes> samples = List.copyOf(Samples.all().values());
        for (CaptureBytes one : samples) {
            for (CaptureBytes other : samples) {
                seeds.add(CaptureBytes.joined(one.bytes(), other.bytes()));
            }
        }
        for (CaptureBytes sample : samples) {
            seeds.add(sample.bytes());
            seeds.add(CaptureBytes.gzip(sample.bytes()));
            seeds.add(Zstd.compress(sample.bytes()));
        }
        return seeds;
    }
}
