package dev.periplus.transfer;

import dev.periplus.natives.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One file as it passes: its type by its first bytes, its size, and its SHA-256. Only executables and archives are hashed,
 * unless a destination takes every file.
 */
public final class CarriedFile {
    private static final byte[] ZEROS = new byte[4096];
    private static final byte[] NONE = {};

    /** A stated length or place may be any number: bytes beyond these are no gap, but damage. */
    private static final long LONGEST_GAP = 1L << 26;

    private static final long MOST_MISSING = 1L << 28;

    private final String name;
    private final String declared;
    private final @Nullable Destination destination;
    private byte[] head = NONE;
    private boolean judged;
    private boolean passed;
    private @Nullable FileType type;
    private @Nullable MessageDigest hash;
    private @Nullable OutputStream out;
    private long size;
    private long missing;
    private boolean whole;
    private boolean damaged;
    private @Nullable String sha256;

    /**
     * @param name as the flow states it; empty if it states none
     * @param declared the media type that the flow states; empty if it states none
     */
    CarriedFile(String name, String declared, @Nullable Destination destination) {
        this.name = name;
        this.declared = declared;
        this.destination = destination;
    }

    void bytes(byte[] from, int offset, int length) {
        size += length;
        if (passed || length <= 0) {
            return;
        }
        if (judged) {
            add(from, offset, length);
            return;
        }
        int more = Math.min(length, FileType.HEAD - head.length);
        if (head.length == 0 && length >= FileType.HEAD) {
            judge(from, offset, length);
            add(from, offset, length);
            return;
        }
        int before = head.length;
        head = Arrays.copyOf(head, before + more);
        System.arraycopy(from, offset, head, before, more);
        if (head.length == FileType.HEAD) {
            judgeHead();
            add(from, offset + more, length - more);
        }
    }

    private void judgeHead() {
        byte[] first = head;
        head = NONE;
        judge(first, 0, first.length);
        add(first, 0, first.length);
    }

    private void judge(byte[] from, int offset, int length) {
        judged = true;
        type = missing > 0 ? null : FileType.of(from, offset, length);
        passed = type == null && destination == null;
        if (!passed) {
            hash = Sha256.digest();
            open();
        }
    }

    private void open() {
        if (destination != null) {
            try {
                out = destination.open(this);
                zeros(missing);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void add(byte[] from, int offset, int length) {
        MessageDigest digest = hash;
        if (digest != null && missing == 0) {
            digest.update(from, offset, length);
        }
        write(from, offset, length);
    }

    private void write(byte[] from, int offset, int length) {
        OutputStream to = out;
        if (to != null) {
            try {
                to.write(from, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void zeros(long count) {
        for (long left = count; left > 0 && out != null; left -= ZEROS.length) {
            write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }

    /** So many bytes are not in the capture. */
    void missing(long count) {
        if (!judged && head.length > 0) {
            judgeHead();
        }
        if (count > LONGEST_GAP || missing + count > MOST_MISSING) {
            damaged = true;
            return;
        }
        missing += count;
        size += count;
        zeros(count);
    }

    /** It is only part of a file, or its encoding or framing is damaged. */
    void damaged() {
        damaged = true;
    }

    /** @param complete whether the flow shows that nothing follows */
    void end(boolean complete) {
        if (!judged && head.length > 0) {
            judgeHead();
        }
        whole = complete && !damaged;
        MessageDigest digest = hash;
        sha256 =
                digest == null || missing > 0 || damaged ? null : HexFormat.of().formatHex(digest.digest());
        hash = null;
        OutputStream to = out;
        if (to != null) {
            try {
                to.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out = null;
        }
    }

    /** As the flow states it, not made safe; empty if it states none. */
    public String name() {
        return name;
    }

    /** The media type that the flow states; empty if it states none. */
    public String declared() {
        return declared;
    }

    /** What its first bytes show, null for neither executable nor archive. */
    public @Nullable FileType type() {
        return type;
    }

    /** Bytes, those that the capture lacks included. */
    public long size() {
        return size;
    }

    /** Bytes that the capture lacks. */
    public long missing() {
        return missing;
    }

    /** Whether it is only part of a file, or damaged on the way. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Whether the flow shows where the file ends. */
    public boolean isWhole() {
        return whole;
    }

    /** In hex; null if bytes are missing, or the file is of no interest. */
    public @Nullable String sha256() {
        return sha256;
    }
}
