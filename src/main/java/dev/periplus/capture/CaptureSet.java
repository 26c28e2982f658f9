package dev.periplus.capture;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the captures of one run as one: in the order of packet times, and for equal times in the order the captures are
 * listed. Packets of one capture keep their order even if time steps back. A capture is open only while its packets are
 * due. {@link #read} runs on the calling thread; other threads may query the progress and call {@link #stop}.
 *
 * <p>A set can be read in parts: {@link #read} then returns between captures, when none is open, and is called again.
 */
public final class CaptureSet implements PacketSource {
    private static final int BUFFER = 1 << 20;
    private static final int SMALLEST_BUFFER = 1 << 14;

    /** Total buffer size of the captures open at the same time, unless there are very many. */
    private static final int TOGETHER = 16 * BUFFER;

    private static final int PROGRESS_MASK = 1023;

    private final List<Capture> captures = new ArrayList<>();
    private final @Nullable PacketFilter filter;
    private final int snapLength;
    private final long bytesTotal;
    private long left;
    private long handled;
    private final PriorityQueue<Capture> due = new PriorityQueue<>(
            (a, b) -> a.time != b.time ? Long.compare(a.time, b.time) : Integer.compare(a.index, b.index));
    private long part = Long.MAX_VALUE;
    private boolean begun;
    private long clock = Long.MIN_VALUE;
    private long timeOfOthers;
    private long bytesDone;
    private volatile long bytesRead;
    private volatile boolean stopped;

    /**
     * Prepares to read; opens nothing yet.
     *
     * @param paths the captures; {@code "-"} is standard input
     * @throws FilterException if the filter expression is invalid, or needs libpcap and libpcap is missing
     */
    public CaptureSet(List<String> paths, CaptureOptions options) throws FilterException {
        this(paths, options, new FileInputStream(FileDescriptor.in), BUFFER);
    }

    CaptureSet(List<String> paths, CaptureOptions options, InputStream standardInput, int buffer)
            throws FilterException {
        filter = options.filter() == null ? null : new PacketFilter(options.filter());
        bytesTotal = paths.stream().mapToLong(CaptureOpener::sizeOf).sum();
        CaptureOpener opener =
                new CaptureOpener(Math.min(buffer, sensibleBuffer(paths.size(), bytesTotal)), standardInput);
        snapLength = options.snapLength() == 0 ? Integer.MAX_VALUE : options.snapLength();
        left = options.maxPackets() == 0 ? Long.MAX_VALUE : options.maxPackets();
        for (String path : paths) {
            captures.add(new Capture(path, captures.size(), opener));
        }
    }

    /** A small buffer if there is little to read or many captures share the memory. */
    private static int sensibleBuffer(int captures, long bytes) {
        long most = Math.min(bytes == 0 ? BUFFER : bytes, TOGETHER / Math.max(1, captures));
        return (int) Math.max(SMALLEST_BUFFER, Math.min(BUFFER, most));
    }

    /**
     * Reads in parts: after this many bytes, {@link #read} returns as soon as it has finished every capture it opened
     * and all packets so far are earlier than those still to be read.
     */
    public void inParts(long bytes) {
        part = bytes;
    }

    /** Tells this what the files say besides packets. Call it before reading. */
    public void remarks(Remarks to) {
        captures.forEach(capture -> capture.remarks = to);
    }

    /** Tells this the secrets in the files. Call it before reading. */
    public void secrets(SecretBlocks to) {
        captures.forEach(capture -> capture.secrets = to);
    }

    /**
     * Passes every packet to the sink. Call it once, or, if reading in parts, until there is no {@link #more}. A
     * problem with one capture is reported in its outcome and does not stop the others.
     *
     * @return one outcome per path, in the order of the paths, covering what was read so far
     */
    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        if (begun && due.isEmpty()) {
            throw new IllegalStateException("already read");
        }
        boolean whole = false;
        try {
            if (!begun) {
                begun = true;
                begin(sink);
            }
            merge(sink);
            whole = true;
        } finally {
            if (!whole || isOver()) {
                due.clear();
            }
            if (stopped) {
                captures.forEach(capture -> capture.interrupt(CaptureOpener.sizeOf(capture.path)));
            }
            if (due.isEmpty()) {
                captures.forEach(Capture::close);
            }
        }
        return captures.stream().map(Capture::outcome).toList();
    }

    private void begin(PacketSink sink) {
        for (Capture capture : captures) {
            if (captures.size() == 1 || capture.peek(sink::retire)) {
                due.add(capture);
            }
        }
    }

    private void merge(PacketSink sink) {
        long partBegan = bytesDone;
        for (Capture first = due.poll(); first != null && !isOver(); first = due.poll()) {
            if (bytesDone - partBegan >= part && first.time > clock && isBetween(first)) {
                due.add(first);
                return;
            }
            if (first.ready(sink::retire) && drain(first, due.peek(), sink)) {
                due.add(first);
            }
        }
    }

    private boolean isBetween(Capture next) {
        return !next.isOpen() && due.stream().noneMatch(Capture::isOpen);
    }

    /** Corrects the times of a capture; call it before {@link #read}. */
    public void clock(int capture, Clock clock) {
        captures.get(capture).clock(clock);
    }

    /** Time of the next packet in any capture but the current one. For use by the sink during a packet. */
    public long timeOfOthers() {
        return timeOfOthers;
    }

    /** Whether {@link #read} must be called again. */
    public boolean more() {
        return !due.isEmpty();
    }

    /** Whether a capture has been read to its end. */
    public boolean isDone(int capture) {
        return begun && due.stream().noneMatch(other -> other.index == capture);
    }

    /** Reads one capture until the packet of a rival is due; returns false if the capture or the run has ended. */
    private boolean drain(Capture capture, @Nullable Capture rival, PacketSink sink) {
        timeOfOthers = rival == null ? Long.MAX_VALUE : rival.time;
        long before = bytesDone - capture.counted;
        boolean more;
        try {
            do {
                clock = Math.max(clock, capture.time);
                if (capture.deliver(sink, filter, snapLength)) {
                    left--;
                }
                if ((++handled & PROGRESS_MASK) == 0) {
                    bytesRead = before + capture.fileBytes();
                }
                more = !isOver() && capture.advance();
            } while (more && (rival == null || capture.isBefore(rival)));
        } catch (FilterException e) {
            capture.abandon(String.valueOf(e.getMessage()));
            more = false;
        }
        capture.counted = capture.fileBytes();
        bytesDone = before + capture.counted;
        bytesRead = bytesDone;
        return more;
    }

    private boolean isOver() {
        return stopped || left == 0;
    }

    /** Bytes read so far, counted before decompression. For a progress line; any thread. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Total size of all regular files in the run; standard input and pipes count as 0. */
    public long bytesTotal() {
        return bytesTotal;
    }

    /** Makes {@link #read} return after the current packet; any thread. */
    @Override
    public void stop() {
        stopped = true;
    }

    /** Frees the filter. Packets may still be in use. */
    @Override
    public void close() {
        if (filter != null) {
            filter.close();
        }
    }
}
