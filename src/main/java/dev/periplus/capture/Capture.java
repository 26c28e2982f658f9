package dev.periplus.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One capture of a run (closed, open at a packet, or done) and its counts. */
final class Capture {
    final String path;
    final int index;

    /** Time of the current packet; for a closed capture, of its first packet. */
    long time;

    /** Bytes of the file already included in the progress of the run. */
    long counted;

    /** Receives what the file says besides packets, or null. */
    @Nullable
    Remarks remarks;

    /** Receives the secrets in the file, or null. */
    @Nullable
    SecretBlocks secrets;

    private final CaptureOpener opener;
    private @Nullable Records records;
    private @Nullable String format;
    private @Nullable String refused;
    private @Nullable Damage damage;
    private long number;
    private long packets;
    private long bytes;
    private long wireBytes;
    private long firstTime;
    private long lastTime;
    private long filtered;
    private long reportedDrops;
    private long skipped;

    /** Of the records that are read now. */
    private long skippedHere;

    private long fileBytes;
    private boolean ended;
    private int lastLinkType = -1;
    private final List<Integer> linkTypes = new ArrayList<>();

    private Clock clock = Clock.RIGHT;

    Capture(String path, int index, CaptureOpener opener) {
        this.path = path;
        this.index = index;
        this.opener = opener;
    }

    /**
     * Reads the time of the first packet, then closes the capture if it can be opened again. Returns false if there is
     * no packet.
     */
    boolean peek(Consumer<Runnable> retire) {
        boolean repeatable = CaptureOpener.isRepeatable(path);
        Remarks later = remarks;
        SecretBlocks secretsLater = secrets;
        remarks = repeatable ? null : later;
        secrets = repeatable ? null : secretsLater;
        boolean any = open(repeatable ? Runnable::run : retire);
        remarks = later;
        secrets = secretsLater;
        if (!any) {
            return false;
        }
        if (repeatable) {
            close();
            number = 0;
            skipped = 0;
            reportedDrops = 0;
            fileBytes = 0;
        }
        return true;
    }

    /** Moves to the first packet unless already there; returns false if there is none. */
    boolean ready(Consumer<Runnable> retire) {
        return records != null || open(retire);
    }

    private boolean open(Consumer<Runnable> retire) {
        try {
            CaptureOpener.Opened opened = opener.open(path, retire);
            records = opened.records();
            tell(records);
            format = opened.format();
            return advance();
        } catch (IOException e) {
            refused = Failures.cause(e);
            return false;
        }
    }

    private void tell(Records of) {
        of.remarks = remarks;
        of.secrets = secrets == null ? null : this::secrets;
    }

    /** A block of secrets, or null if it is too long; the records in use found it. */
    private void secrets(byte @Nullable [] body) {
        SecretBlocks to = secrets;
        if (to != null && body == null) {
            to.tooLong(index);
        } else if (to != null) {
            to.block(index, number, body);
        }
    }

    /** Moves to the next packet; returns false and closes the capture if there is none. */
    boolean advance() {
        Records r = opened();
        boolean any = r.next();
        while (!any && r.isFollowed()) {
            number += count(r);
            r = CaptureOpener.records(r.windows);
            tell(r);
            records = r;
            any = r.next();
        }
        number += r.skipped - skippedHere;
        skippedHere = r.skipped;
        if (!any) {
            ended = true;
            close();
            return false;
        }
        number++;
        time = clock.corrected(r.time);
        return true;
    }

    /** Sets how wrong the clock of its sensor was. */
    void clock(Clock of) {
        clock = of;
    }

    /** Adds what these records counted; returns how many were passed over since the latest packet. */
    private long count(Records r) {
        long passedOver = r.skipped - skippedHere;
        skipped += r.skipped;
        skippedHere = 0;
        reportedDrops += r.reportedDrops;
        return passedOver;
    }

    /** Whether the current packet comes before that of the other capture. */
    boolean isBefore(Capture other) {
        return time < other.time || time == other.time && index < other.index;
    }

    /** Passes the packet to the sink if it matches the filter; returns whether it did. */
    boolean deliver(PacketSink sink, @Nullable PacketFilter filter, int snapLength) throws FilterException {
        Records r = opened();
        if (r.linkType != lastLinkType) {
            lastLinkType = r.linkType;
            if (!linkTypes.contains(lastLinkType)) {
                linkTypes.add(lastLinkType);
            }
        }
        byte[] buffer = r.bytes;
        int captured = r.captured;
        if (filter != null && !filter.accepts(buffer, r.offset, captured, r.wire, r.linkType)) {
            filtered++;
            return false;
        }
        captured = Math.min(captured, snapLength);
        firstTime = packets == 0 ? time : Math.min(firstTime, time);
        lastTime = packets == 0 ? time : Math.max(lastTime, time);
        packets++;
        bytes += captured;
        wireBytes += r.wire;
        Remarks to = remarks;
        if (to != null) {
            r.remark(to);
        }
        sink.packet(buffer, r.offset, captured, r.wire, time, r.linkType, index, number);
        return true;
    }

    /** Ends the capture for a reason other than its own bytes. */
    void abandon(String cause) {
        Records r = records;
        if (r != null) {
            fileBytes = r.windows.offset();
            close();
        }
        damage = new Damage(damage == null ? fileBytes : damage.offset(), r != null && r.windows.unpacked(), cause);
    }

    /** Ends the capture where the user stopped the run; nothing if it has been read to its end. */
    void interrupt(long size) {
        if (!ended && damage == null && refused == null) {
            long read = fileBytes();
            abandon(size > 0 ? "interrupted at " + 100 * read / size + " % of " + size + " bytes" : "interrupted");
        }
    }

    /** Bytes of the file read so far. */
    long fileBytes() {
        return records == null ? fileBytes : records.windows.fileBytes();
    }

    boolean isOpen() {
        return records != null;
    }

    void close() {
        Records r = records;
        if (r != null) {
            damage = r.damage;
            count(r);
            fileBytes = r.windows.fileBytes();
            r.windows.close();
            records = null;
        }
    }

    CaptureOutcome outcome() {
        return new CaptureOutcome(
                path,
                format,
                packets,
                bytes,
                wireBytes,
                firstTime,
                lastTime,
                filtered,
                linkTypes,
                reportedDrops,
                skipped,
                damage,
                refused);
    }

    private Records opened() {
        if (records == null) {
            throw new IllegalStateException(path + " is not open");
        }
        return records;
    }
}
