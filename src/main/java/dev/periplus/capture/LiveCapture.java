package dev.periplus.capture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Captures the interfaces of one run. {@link #read} polls each in turn, so one thread reads them all; if none has
 * packets, it passes the time to the sink and sleeps for a moment. Other threads may query the drops and call {@link
 * #stop}.
 */
public final class LiveCapture implements LossySource {
    private static final int AT_A_TIME = 4096;
    private static final long NAP_NANOS = 1_000_000;
    private static final long TELL_NANOS = 20_000_000;
    private static final long COUNT_NANOS = 500_000_000;

    /** After a stop, how long to wait for packets the system is still gathering. */
    private static final long GATHERED_NANOS = 60_000_000;

    /** After a stop, the longest time spent on packets that had already arrived. */
    private static final long LAST_NANOS = 1_000_000_000;

    private static final long SECOND = 1_000_000_000L;

    private final List<Tap> taps = new ArrayList<>();
    private final LiveOptions options;
    private volatile boolean stopped;
    private volatile Drops drops = Drops.NONE;

    /** One interface. */
    private static final class Tap {
        private final String name;
        private final Device device;
        private final Arrivals.Tally tally = new Arrivals.Tally();
        private long kernelDropped;
        private long interfaceDropped;
        private boolean open = true;
        private @Nullable String ended;

        Tap(String name, Device device, int index) {
            this.name = name;
            this.device = device;
            tally.index = index;
        }

        void count() {
            if (open) {
                kernelDropped = device.kernelDropped();
                interfaceDropped = device.interfaceDropped();
            }
        }

        /** Ends the interface for this reason. */
        void end(DeviceException why) {
            ended = why.getMessage();
            close();
        }

        void close() {
            count();
            if (open) {
                open = false;
                device.close();
            }
        }

        CaptureOutcome outcome() {
            return new CaptureOutcome(
                    name,
                    "live",
                    tally.packets,
                    tally.bytes,
                    tally.wireBytes,
                    tally.firstTime,
                    tally.lastTime,
                    0,
                    List.of(device.linkType()),
                    0,
                    null,
                    ended);
        }
    }

    /**
     * Opens the interfaces.
     *
     * @throws DeviceException if one cannot be opened; none stays open then
     * @throws FilterException if the filter expression is invalid
     */
    public LiveCapture(List<String> interfaces, LiveOptions options) throws DeviceException, FilterException {
        this.options = options;
        boolean complete = false;
        try {
            for (String name : interfaces) {
                taps.add(new Tap(name, device(name, options), taps.size()));
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private static Device device(String name, LiveOptions options) throws DeviceException, FilterException {
        Device mapped = options.means() == LiveOptions.Means.PCAP ? null : MappedDevice.open(name, options);
        if (mapped == null && options.means() == LiveOptions.Means.MMAP) {
            PcapDevice.open(name, options).close();
            throw new DeviceException(
                    name + " cannot be captured through shared memory, which takes Linux, an Ethernet or"
                            + " loopback interface and no filter; leave out --capture mmap");
        }
        return mapped == null ? PcapDevice.open(name, options) : mapped;
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        Arrivals arrivals = new Arrivals(sink);
        long left = options.maxPackets() == 0 ? Long.MAX_VALUE : options.maxPackets();
        long began = System.nanoTime();
        long told = began;
        long counted = began;
        long ending = 0;
        while (left > 0 && taps.stream().anyMatch(tap -> tap.open)) {
            int came = poll(arrivals, left);
            left -= came;
            long now = System.nanoTime();
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
            if (now - counted >= COUNT_NANOS) {
                check();
                count();
                counted = now;
            }
            if (came == 0) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        count();
        taps.forEach(Tap::close);
        return taps.stream().map(Tap::outcome).toList();
    }

    private int poll(Arrivals arrivals, long most) {
        int came = 0;
        for (Tap tap : taps) {
            int wanted = (int) Math.min(Math.min(AT_A_TIME, arrivals.room()), most - came);
            if (tap.open && wanted > 0) {
                arrivals.from(tap.tally, tap.device.linkType());
                try {
                    came += tap.device.poll(wanted, arrivals);
                } catch (DeviceException e) {
                    tap.end(e);
                }
            }
        }
        return came;
    }

    private void check() {
        for (Tap tap : taps) {
            try {
                if (tap.open) {
                    tap.device.check();
                }
            } catch (DeviceException e) {
                tap.end(e);
            }
        }
    }

    private static long wallTime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    private void count() {
        Drops sum = Drops.NONE;
        for (Tap tap : taps) {
            tap.count();
            sum = sum.plus(tap.tally.drops(tap.kernelDropped, tap.interfaceDropped));
        }
        drops = sum;
    }

    @Override
    public Drops drops() {
        return drops;
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
