package dev.periplus.capture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Captures the interfaces of one run. {@link #read} polls each in turn, so one thread reads them all; if none has
 * packets, it passes the time to the sink and sleeps for a moment. An interface that goes down does not end the run.
 * Other threads may query the drops and call {@link #stop}.
 */
public final class LiveCapture implements LossySource {
    private static final int AT_A_TIME = 4096;
    private static final long NAP_NANOS = 1_000_000;
    private static final long TELL_NANOS = 20_000_000;
    private static final long CHECK_NANOS = 500_000_000;

    /** After a stop, how long to wait for packets the system is still gathering. */
    private static final long GATHERED_NANOS = 60_000_000;

    /** After a stop, the longest time spent on packets that had already arrived. */
    private static final long LAST_NANOS = 1_000_000_000;

    private static final long SECOND = 1_000_000_000L;

    private final List<Tap> taps = new ArrayList<>();
    private final LiveOptions options;
    private volatile boolean stopped;
    private volatile List<InterfaceStatus> interfaces = List.of();

    /**
     * Opens the interfaces.
     *
     * @param tell receives a sentence when an interface goes down and when it is back, on the thread of {@link #read}
     * @throws DeviceException if one cannot be opened; none stays open then
     * @throws FilterException if the filter expression is invalid
     */
    public LiveCapture(List<String> interfaces, LiveOptions options, Consumer<String> tell)
            throws DeviceException, FilterException {
        this.options = options;
        boolean complete = false;
        try {
            for (String name : interfaces) {
                taps.add(new Tap(name, options, taps.size(), tell));
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Captures one device that is open. */
    LiveCapture(String name, LiveOptions options, Device device) {
        this.options = options;
        taps.add(new Tap(name, options, device));
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        Arrivals arrivals = new Arrivals(sink);
        long left = options.maxPackets() == 0 ? Long.MAX_VALUE : options.maxPackets();
        long began = System.nanoTime();
        long now = began;
        long told = began;
        long checked = began;
        long ending = 0;
        while (left > 0 && !taps.stream().allMatch(Tap::isOver)) {
            int came = poll(arrivals, left, now);
            left -= came;
            now = System.nanoTime();
            if (ending == 0 && (stopped || options.maxNanos() > 0 && now - began >= options.maxNanos())) {
                ending = now;
            }
            boolean gathered = ending != 0 && now - ending > GATHERED_NANOS;
            if (gathered && (came == 0 || now - ending > LAST_NANOS)) {
                break;
            }
            if (now - told >= TELL_NANOS) {
                sink.idle(wallTime());
                told = now;
            }
            if (now - checked >= CHECK_NANOS) {
                check(now);
                count();
                checked = now;
            }
            if (came == 0) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        count();
        taps.forEach(Tap::close);
        return taps.stream().map(Tap::outcome).toList();
    }

    private int poll(Arrivals arrivals, long most, long now) {
        int came = 0;
        for (Tap tap : taps) {
            int wanted = (int) Math.min(Math.min(AT_A_TIME, arrivals.room()), most - came);
            if (wanted > 0) {
                came += tap.poll(wanted, arrivals, now);
            }
        }
        return came;
    }

    private void check(long now) {
        taps.forEach(tap -> tap.check(now));
    }

    private static long wallTime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    private void count() {
        interfaces = taps.stream().map(Tap::status).toList();
    }

    @Override
    public Drops drops() {
        Drops sum = Drops.NONE;
        for (InterfaceStatus one : interfaces) {
            sum = sum.plus(one.drops());
        }
        return sum;
    }

    @Override
    public List<InterfaceStatus> interfaces() {
        return interfaces;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        taps.forEach(Tap::close);
    }
}
