package dev.periplus.detect;

import dev.periplus.decrypt.KeySchedule;
import dev.periplus.decrypt.Keys;
import dev.periplus.decrypt.Unsealing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Opens the packets of one packet number space of one side of QUIC (RFC 9001 section 5). */
final class QuicProtection {
    private static final int LONG = 0x80;
    private static final int LONG_BITS = 0x0f;
    private static final int SHORT_BITS = 0x1f;
    private static final int KEY_PHASE = 4;

    private @Nullable Keys keys;
    private @Nullable Keys opened;
    private long largest = -1;
    private int phase;
    private long number;
    private byte[] frames = {};

    @Nullable
    Keys keys() {
        return keys;
    }

    void keys(@Nullable Keys these) {
        keys = these;
    }

    /** The keys that opened a packet last, or null. */
    @Nullable
    Keys opened() {
        return opened;
    }

    /** The frames of the packet last opened. */
    byte[] frames() {
        return frames;
    }

    /** The number of that packet. */
    long number() {
        return number;
    }

    /**
     * Opens a packet.
     *
     * @param numberAt where its number begins; a sample for header protection follows
     * @param end of the packet
     */
    boolean open(Unsealing unsealing, int version, byte[] bytes, int start, int numberAt, int end) {
        Keys now = keys;
        byte[] mask = now == null ? null : unsealing.mask(now, bytes, numberAt + 4);
        if (now == null || mask == null) {
            return false;
        }
        boolean isLong = (bytes[start] & LONG) != 0;
        int first = bytes[start] ^ mask[0] & (isLong ? LONG_BITS : SHORT_BITS);
        int length = (first & 3) + 1;
        byte[] header = Arrays.copyOfRange(bytes, start, numberAt + length);
        header[0] = (byte) first;
        long truncated = 0;
        for (int i = 0; i < length; i++) {
            int at = numberAt - start + i;
            header[at] ^= mask[1 + i];
            truncated = truncated << Byte.SIZE | header[at] & 0xff;
        }
        long full = full(truncated, length);
        int from = numberAt + length;
        boolean turned = !isLong && (first & KEY_PHASE) != phase;
        if (turned) {
            String update = QuicVersion.labels(version) + "ku";
            now = KeySchedule.next(now, update, QuicVersion.labels(version));
        }
        byte[] plain = unsealing.packet(now, full, header, bytes, from, end - from);
        if (plain == null) {
            return false;
        }
        keys = now;
        opened = now;
        phase = turned ? first & KEY_PHASE : phase;
        largest = Math.max(largest, full);
        number = full;
        frames = plain;
        return true;
    }

    /** The number whose last bytes these are and that is nearest to the one expected (RFC 9000 section A.3). */
    private long full(long truncated, int length) {
        long expected = largest + 1;
        long window = 1L << length * Byte.SIZE;
        long candidate = expected & -window | truncated;
        if (candidate <= expected - window / 2 && candidate < (1L << 62) - window) {
            return candidate + window;
        }
        return candidate > expected + window / 2 && candidate >= window ? candidate - window : candidate;
    }
}
