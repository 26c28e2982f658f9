package dev.periplus.engine;

import dev.periplus.capture.PacketFile;
import dev.periplus.capture.PcapngWriter;
import dev.periplus.decode.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes packets on to a pcapng file or pipe a little later, so that what is found out about them meanwhile goes with them as a
 * comment.
 *
 * <p>Packets come on the reading thread, comments on the thread that ends flows. If more than {@link #MOST_BYTES} wait, the
 * oldest go early, without a comment, and are counted.
 */
public final class CommentedPackets implements PacketFile {
    private static final int MOST_BYTES = 64 << 20;
    private static final int FRAME = 96;
    private static final long SECOND = 1_000_000_000L;

    private final PcapngWriter out;
    private final long holdNanos;
    private final Clock clock;
    private final ArrayDeque<Held> waiting = new ArrayDeque<>();
    private final Map<Long, Held> byPlace = new HashMap<>();
    private long bytes;
    private long hurried;

    private static final class Held {
        private final byte[] bytes;
        private final int wire;
        private final long time;
        private final int linkType;
        private final int capture;
        private final long place;
        private @Nullable String comment;

        Held(byte[] bytes, int wire, long time, int linkType, int capture, long place) {
            this.bytes = bytes;
            this.wire = wire;
            this.time = time;
            this.linkType = linkType;
            this.capture = capture;
            this.place = place;
        }
    }

    /**
     * Opens the file.
     *
     * @param names names of the interfaces by index
     * @param holdNanos how long a packet waits
     */
    public CommentedPackets(Path path, List<String> names, int snapLength, long holdNanos, Clock clock)
            throws IOException {
        this.holdNanos = holdNanos;
        this.clock = clock;
        out = new PcapngWriter(path, names, snapLength);
        out.flush();
    }

    /**
     * Adds a comment to a packet that still waits, or replaces it.
     *
     * @param place capture and number of the packet ({@link Packet#place})
     */
    public synchronized void comment(long place, String text) {
        Held held = byPlace.get(place);
        if (held != null) {
            held.comment = text;
        }
    }

    /** Packets that went on early. */
    public synchronized long hurried() {
        return hurried;
    }

    @Override
    public void packet(byte[] from, int offset, int captured, int wire, long time, int linkType, int capture) {
        throw new UnsupportedOperationException("packets need their number");
    }

    @Override
    public synchronized void packet(
            byte[] from, int offset, int captured, int wire, long time, int linkType, int capture, long number)
            throws IOException {
        byte[] copy = new byte[captured];
        System.arraycopy(from, offset, copy, 0, captured);
        Held held = new Held(copy, wire, time, linkType, capture, Packet.place(capture, number));
        waiting.add(held);
        byPlace.put(held.place, held);
        bytes += captured + FRAME;
        while (bytes > MOST_BYTES) {
            hurried++;
            passOn();
        }
    }

    private void passOn() throws IOException {
        Held first = waiting.remove();
        byPlace.remove(first.place);
        bytes -= first.bytes.length + FRAME;
        out.packet(
                first.bytes,
                0,
                first.bytes.length,
                first.wire,
                first.time,
                first.linkType,
                first.capture,
                first.comment);
    }

    @Override
    public synchronized void flush() throws IOException {
        Instant now = clock.instant();
        long due = now.getEpochSecond() * SECOND + now.getNano() - holdNanos;
        boolean any = false;
        while (!waiting.isEmpty() && waiting.peek().time <= due) {
            passOn();
            any = true;
        }
        if (any) {
            out.flush();
        }
    }

    @Override
    public synchronized long size() {
        return out.size();
    }

    /** Passes the rest on. */
    @Override
    public synchronized void close() throws IOException {
        try (out) {
            while (!waiting.isEmpty()) {
                passOn();
            }
        }
    }
}
