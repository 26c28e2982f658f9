package dev.periplus.capture;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One interface of a run, through its outages. While an interface is down, its device stays open and goes on by itself
 * once it is up, which needs no rights. If the interface went away, or the device failed, another one is opened when an
 * interface of this name is up. Used by the reading thread only.
 */
final class Tap {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_PAUSE = 30 * SECOND;

    private final String name;
    private final LiveOptions options;
    private final Consumer<String> tell;
    private final Arrivals.Tally tally = new Arrivals.Tally();
    private final Set<Integer> linkTypes = new LinkedHashSet<>();

    /** Whether the system knows the interface; it does not know pseudo-interfaces such as any. */
    private final boolean known;

    private @Nullable Device device;
    private int number;

    /** Why nothing comes from the interface now, or null. */
    private @Nullable String why;

    private boolean over;
    /** When it went down or, if it is up, when it came up, by {@link System#nanoTime}. */
    private long since = System.nanoTime();

    private long nextTry;

    /** How long to wait before a device is opened; grows while one after the other fails. */
    private long pause = SECOND;

    private long outages;
    private long kernelDroppedBefore;
    private long kernelDropped;
    private long interfaceDroppedBefore;
    private long interfaceDropped;

    /** @param tell receives a sentence when the interface goes down and when it is back */
    Tap(String name, LiveOptions options, int index, Consumer<String> tell) throws DeviceException, FilterException {
        this.name = name;
        this.options = options;
        this.tell = tell;
        tally.index = index;
        open();
        known = InterfaceState.isUp(name);
    }

    /** Reads a device that is open and is never opened again. */
    Tap(String name, LiveOptions options, Device device) {
        this.name = name;
        this.options = options;
        this.device = device;
        tell = sentence -> {};
        linkTypes.add(device.linkType());
        known = false;
    }

    private void open() throws DeviceException, FilterException {
        number = InterfaceState.number(name);
        Device opened = device(name, options);
        device = opened;
        linkTypes.add(opened.linkType());
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

    /** Reads the packets that have arrived; returns their number. */
    int poll(int most, Arrivals arrivals, long now) {
        Device from = device;
        if (from == null) {
            return 0;
        }
        arrivals.from(tally, from.linkType());
        try {
            return from.poll(most, arrivals);
        } catch (DeviceException e) {
            close();
            goesDown(e.getMessage() == null ? name + " failed" : e.getMessage(), now);
            return 0;
        }
    }

    /** Notices whether the interface went down or is up again; called twice a second. */
    void check(long now) {
        if (over) {
            return;
        }
        boolean gone = known && InterfaceState.number(name) != number;
        if (why != null && gone) {
            close();
        }
        boolean reported = device != null && device.wentDown();
        if (why == null && (gone || reported || known && !InterfaceState.isUp(name))) {
            goesDown(name + (gone ? " has disappeared" : " is down"), now);
        }
        if (why != null && (!known || InterfaceState.isUp(name))) {
            comesUp(gone, now);
        }
    }

    private void goesDown(String reason, long now) {
        if (why == null) {
            why = reason;
            outages++;
            pause = now - since > LONGEST_PAUSE ? SECOND : pause;
            since = now;
            nextTry = now + pause;
            over = options.untilDown();
            tell.accept(reason + (over ? "; capture ends" : "; capture goes on when it is up again"));
        }
    }

    private void comesUp(boolean gone, long now) {
        if (device == null ? now - nextTry < 0 : gone) {
            return; // the device of an interface that is gone is closed at the next check
        }
        try {
            if (device == null) {
                pause = Math.min(LONGEST_PAUSE, 2 * pause);
                open();
            }
            why = null;
            tell.accept(String.format(Locale.ROOT, "%s is up again after %d s", name, (now - since) / SECOND));
            since = now;
        } catch (DeviceException | FilterException e) {
            String reason = name + " is up again but cannot be captured: " + e.getMessage();
            over = e instanceof DeviceException refused && refused.isForRights();
            if (!reason.equals(why)) {
                tell.accept(reason);
            }
            why = reason;
            nextTry = now + pause;
        }
    }

    /**
     * Whether no packet will come any more, because it went down and is not waited for, or because another device cannot
     * be opened without rights.
     */
    boolean isOver() {
        return over;
    }

    InterfaceStatus status() {
        Device open = device;
        if (open != null) {
            kernelDropped = kernelDroppedBefore + open.kernelDropped();
            // counters of an interface that disappears may begin anew
            interfaceDropped = Math.max(interfaceDropped, interfaceDroppedBefore + open.interfaceDropped());
        }
        return new InterfaceStatus(name, why == null, tally.drops(kernelDropped, interfaceDropped, outages));
    }

    void close() {
        status();
        Device open = device;
        if (open != null) {
            device = null;
            open.close();
            kernelDroppedBefore = kernelDropped;
            interfaceDroppedBefore = interfaceDropped;
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
                List.copyOf(linkTypes),
                0,
                0,
                null,
                why);
    }
}
