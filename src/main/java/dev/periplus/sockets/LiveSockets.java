package dev.periplus.sockets;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Polls this host's sockets on its own daemon thread, at most once a second and for at most a tenth of the time. Only
 * {@link #close} waits for it. A socket that opens and closes between two polls is missed. Without privileges the
 * processes of other users stay unknown, which is not a failure.
 */
public final class LiveSockets implements AutoCloseable {
    private static final long NANOS = 1_000_000_000L;
    private static final long LEAST_PAUSE = NANOS;
    private static final long LONGEST_PAUSE = 30 * NANOS;
    private static final int SHARE = 10;
    private static final long JOIN_MILLIS = 2000;

    private final RecentSockets recent = new RecentSockets(RecentSockets.MOST);
    private final InstantSource clock;
    private final Supplier<SystemTables> opener;
    private final Thread thread = new Thread(this::run, "sockets");
    private volatile boolean closed;
    private volatile long looks;
    private volatile @Nullable String failure;

    LiveSockets(InstantSource clock, Supplier<SystemTables> opener) {
        this.clock = clock;
        this.opener = opener;
    }

    /**
     * Starts polling.
     *
     * @param clock the clock of the packet timestamps
     */
    public static LiveSockets start(InstantSource clock) {
        LiveSockets sockets = new LiveSockets(clock, OshiTables::new);
        sockets.begin();
        return sockets;
    }

    void begin() {
        thread.setDaemon(true);
        thread.start();
    }

    RecentSockets recent() {
        return recent;
    }

    /** Number of completed polls. */
    public long looks() {
        return looks;
    }

    /** Why the latest poll failed, or null if it did not. */
    public @Nullable String failure() {
        return failure;
    }

    /** Stops polling and keeps what was seen. Waits at most two seconds. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            SystemTables tables = opener.get();
            ProcessCache cache = new ProcessCache(tables);
            long pause = LEAST_PAUSE;
            while (!closed) {
                long begin = System.nanoTime();
                failure = tried(tables, cache, pause);
                long spent = System.nanoTime() - begin;
                pause = Math.max(LEAST_PAUSE, Math.min(LONGEST_PAUSE, SHARE * spent));
                TimeUnit.NANOSECONDS.sleep(pause);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            failure = "cannot read the sockets of this host: " + e;
        }
    }

    private @Nullable String tried(SystemTables tables, ProcessCache cache, long pause) {
        try {
            look(tables, cache, pause);
            return null;
        } catch (RuntimeException e) {
            return "cannot read the sockets of this host: " + e;
        }
    }

    /** Polls once. */
    void look(SystemTables tables, ProcessCache cache, long pause) {
        recent.addresses(tables.addresses());
        List<OpenSocket> open = tables.sockets();
        Set<Long> pids = new HashSet<>();
        Set<Long> fresh = new HashSet<>();
        Map<SocketKey, List<Long>> holders = new HashMap<>();
        for (OpenSocket socket : open) {
            if (RecentSockets.isOfUse(socket)) {
                pids.addAll(socket.pids());
                fresh.addAll(recent.isKnown(socket) ? List.of() : socket.pids());
                holders.computeIfAbsent(socket.key(), key -> new ArrayList<>(1)).addAll(socket.pids());
            }
        }
        cache.update(pids, fresh);
        Map<SocketKey, List<OwningProcess>> present = new HashMap<>();
        holders.forEach((key, owners) -> present.put(key, cache.of(owners)));
        recent.look(nanos(clock.instant()), 2 * pause, present);
        looks++;
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS + time.getNano();
    }
}
