package dev.periplus.engine;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Reads captures for a sample of their packets, a few captures at a time. A run that ends after a number of packets reads
 * them as one, in the order of time.
 */
public final class SensorReading {
    private final List<String> paths;
    private final CaptureOptions options;
    private final long seed;
    private final Queue<CaptureSet> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<FilterException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** @param seed as for {@link dev.periplus.decode.PacketIdentity} */
    public SensorReading(List<String> paths, CaptureOptions options, long seed) {
        this.paths = paths;
        this.options = options;
        this.seed = seed;
    }

    /**
     * Returns the sample of all captures, or of what was read before {@link #stop}.
     *
     * @throws FilterException as {@link CaptureSet} throws it
     */
    public SensorSample sample() throws FilterException {
        SensorSample sample = empty();
        if (options.maxPackets() > 0 || paths.size() == 1) {
            read(paths, 0, sample);
        } else {
            FewThreads.run(() -> IntStream.range(0, FewThreads.count())
                            .parallel()
                            .mapToObj(thread -> ofNextCaptures())
                            .toList())
                    .forEach(sample::plus);
        }
        FilterException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
        return sample;
    }

    /** The sample of one thread, which takes capture after capture. */
    private SensorSample ofNextCaptures() {
        SensorSample sample = empty();
        for (int capture = next.getAndIncrement(); capture < paths.size(); capture = next.getAndIncrement()) {
            read(List.of(paths.get(capture)), capture, sample);
        }
        return sample;
    }

    private SensorSample empty() {
        return new SensorSample(paths.size(), seed);
    }

    /** @param first index of the first of these captures among all */
    private void read(List<String> captures, int first, SensorSample sample) {
        if (stopped) {
            return;
        }
        try (CaptureSet set = new CaptureSet(captures, options)) {
            open.add(set);
            if (stopped) {
                set.stop();
            }
            set.read((bytes, offset, captured, wire, time, link, capture, number) ->
                    sample.add(bytes, offset, captured, time, link, first + capture));
            open.remove(set);
            done.addAndGet(set.bytesRead());
        } catch (FilterException e) {
            failure.set(e);
            stopped = true;
        }
    }

    /** Bytes read so far, counted before decompression; any thread. */
    public long bytesRead() {
        return done.get() + open.stream().mapToLong(CaptureSet::bytesRead).sum();
    }

    /** Makes {@link #sample} return soon; any thread. */
    public void stop() {
        stopped = true;
        open.forEach(CaptureSet::stop);
    }
}
