package dev.periplus.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one stream of bytes, one at a time, from its beginning or from the middle of a capture. Damage ends the
 * stream; bad bytes never throw. For use by one thread.
 *
 * <p>How it works. What a record means depends on its position and on the headers before it: the header of a pcap file,
 * or the section and the interfaces of a pcapng file. To read from the middle, these headers ({@link #head}) are put
 * before the bytes of the first record, as if the file had nothing in between.
 */
public final class PacketStream implements AutoCloseable {
    private static final int BUFFER = 1 << 18;

    private final Windows windows;
    private final String format;

    /** Position in the file of offset 0 of the windows; below 0 if headers were put before a position near the start. */
    private final long base;

    private @Nullable SecretBlocks secrets;
    private Records records;
    private long number;
    private long skippedBefore;
    private long skippedBySections;

    private PacketStream(CaptureOpener.Opened opened, long base) {
        this.base = base;
        records = opened.records();
        records.keepHead();
        windows = records.windows;
        format = opened.format();
    }

    /**
     * Opens a capture at its beginning, unpacking it if need be.
     *
     * @param bytes closed with the stream, and if this fails
     * @throws IOException with a clause for the user as message, if it is no capture
     */
    public static PacketStream open(InputStream bytes) throws IOException {
        return new PacketStream(opened(bytes), 0);
    }

    /**
     * Opens a capture at a record.
     *
     * @param head the headers in force there, from {@link #head}
     * @param bytes the bytes of the file from the position on
     * @param position offset of the record in the file
     */
    public static PacketStream open(byte[] head, InputStream bytes, long position) throws IOException {
        return new PacketStream(
                opened(new SequenceInputStream(new ByteArrayInputStream(head), bytes)), position - head.length);
    }

    private static CaptureOpener.Opened opened(InputStream bytes) throws IOException {
        ReadableByteChannel channel = Channels.newChannel(bytes);
        try {
            return new CaptureOpener(BUFFER, InputStream.nullInputStream()).open(channel, Runnable::run);
        } catch (IOException | RuntimeException e) {
            Failures.closeQuietly(channel);
            throw e;
        }
    }

    /**
     * Tells this the secrets in the stream, with 0 for the capture; call it before {@link #next}.
     *
     * @param to called while {@link #next} moves
     */
    public void secrets(SecretBlocks to) {
        secrets = to;
        tell();
    }

    private void tell() {
        SecretBlocks to = secrets;
        if (to != null) {
            records.secrets = body -> {
                if (body == null) {
                    to.tooLong(0);
                } else {
                    to.block(0, number, body);
                }
            };
        }
    }

    /** Moves to the next packet; returns false at the end and at damage. Overwrites the bytes of the packet before. */
    public boolean next() {
        boolean any = records.next();
        while (!any && records.isFollowed()) {
            number += records.skipped - skippedBefore;
            skippedBySections += records.skipped;
            skippedBefore = 0;
            records = CaptureOpener.records(windows);
            records.keepHead();
            tell();
            any = records.next();
        }
        number += records.skipped - skippedBefore;
        skippedBefore = records.skipped;
        if (any) {
            number++;
        }
        return any;
    }

    /** Moves over the headers, up to the first record; call it before {@link #next}. */
    public void skipHead() {
        records.readHead();
    }

    /** Number of records so far, those that were passed over included: the number of the packet since the opening. */
    public long number() {
        return number;
    }

    /** Offset in the file at which the next record begins; of what was unpacked, if the file is packed. */
    public long position() {
        return base + windows.offset();
    }

    /** The headers that the record at {@link #position} depends on, as bytes of a capture without packets. */
    public byte[] head() {
        return records.head();
    }

    /** Whether the capture can be read from {@link #position} with {@link #head} alone. */
    public boolean isDivisible() {
        return !windows.unpacked() && records.isDivisible();
    }

    /** The format, with the compression if any: {@code "pcapng in gzip"}. */
    public String format() {
        return format;
    }

    /** Where and why the capture ended before its end; null if it did not. */
    public @Nullable Damage damage() {
        Damage damage = records.damage;
        return damage == null ? null : new Damage(base + damage.offset(), damage.unpacked(), damage.cause());
    }

    /** Number of records that were passed over so far, because they are too long to be read. */
    public long skipped() {
        return skippedBySections + records.skipped;
    }

    /** Bytes from the beginning of the captured bytes of the current packet to {@link #position}. */
    public int behind() {
        return windows.position - records.offset;
    }

    /** The buffer that holds the packet, until {@link #next} is called. */
    public byte[] bytes() {
        return records.bytes;
    }

    /** Where the packet begins in {@link #bytes}. */
    public int offset() {
        return records.offset;
    }

    /** Captured bytes. */
    public int captured() {
        return records.captured;
    }

    /** Bytes on the wire. */
    public int wire() {
        return records.wire;
    }

    /** Nanoseconds since the epoch, never negative. */
    public long time() {
        return records.time;
    }

    /** LINKTYPE number. */
    public int linkType() {
        return records.linkType;
    }

    @Override
    public void close() {
        windows.close();
    }
}
