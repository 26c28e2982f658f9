package dev.periplus.decrypt;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads a key log (RFC 9850 section 2; SSLKEYLOGFILE): lines of a label, the random value of the ClientHello and a
 * secret, both in hexadecimal. Comments, empty lines and labels that open nothing are passed over; lines that are none
 * are counted. Lines may be of any length and number: no more than one short line is kept.
 */
public final class KeyLogReader {
    /** Longer than any line with a secret. */
    private static final int LONGEST = 512;

    private static final int BUFFER = 1 << 16;
    private static final int SHORTEST_SECRET = 32;
    private static final int LONGEST_SECRET = 48;

    private final SecretStore store;
    private final String source;
    private final int capture;
    private final long before;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean tooLong;
    private long number = 1;
    private long malformed;

    /** @param source names the log in evidence */
    public KeyLogReader(SecretStore store, String source) {
        this(store, source, -1, 0);
    }

    /**
     * Creates a reader of secrets in a capture.
     *
     * @param capture its index
     * @param before number of packets before them
     */
    public KeyLogReader(SecretStore store, String source, int capture, long before) {
        this.store = store;
        this.source = source;
        this.capture = capture;
        this.before = before;
    }

    /** Reads a key log to its end. */
    public void read(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        MessageDigest sha256 = sha256();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            sha256.update(buffer, 0, count);
            take(buffer, 0, count);
        }
        end();
        store.read(HexFormat.of().formatHex(sha256.digest()));
    }

    /** Reads a whole key log. */
    public void read(byte[] bytes, int from, int count) {
        take(bytes, from, count);
        end();
    }

    /** Reads the next bytes of a key log that grows; a line that is not whole yet waits for the rest. */
    public void readMore(byte[] bytes, int from, int count) {
        take(bytes, from, count);
        store.malformed(malformed);
        malformed = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every Java platform", e);
        }
    }

    private void take(byte[] bytes, int from, int count) {
        for (int at = from; at < from + count; at++) {
            byte next = bytes[at];
            if (next == '\n' || next == '\r') {
                line();
                number += next == '\n' ? 1 : 0;
            } else if (length < LONGEST) {
                line[length++] = next;
            } else {
                tooLong = true;
            }
        }
    }

    private void end() {
        line();
        store.malformed(malformed);
        malformed = 0;
    }

    private void line() {
        if (tooLong ? line[0] != '#' : !isRead()) {
            malformed++;
        }
        length = 0;
        tooLong = false;
    }

    /** Reads the line; returns false if it is none of a key log. */
    private boolean isRead() {
        int end = length;
        while (end > 0 && line[end - 1] == ' ') {
            end--;
        }
        if (end == 0 || line[0] == '#') {
            return true;
        }
        int first = space(0, end);
        int second = space(first + 1, end);
        if (first <= 0 || second < 0 || second - first - 1 != 2 * SecretStore.RANDOM) {
            return isOther(first);
        }
        Secret.Kind kind = Secret.Kind.of(text(0, first));
        if (kind == null) {
            return isOther(first);
        }
        int digits = end - second - 1;
        if (digits != 2 * LONGEST_SECRET && (digits != 2 * SHORTEST_SECRET || kind == Secret.Kind.CLIENT_RANDOM)) {
            return false;
        }
        try {
            byte[] random = HexFormat.of().parseHex(text(first + 1, second));
            byte[] bytes = HexFormat.of().parseHex(text(second + 1, end));
            store.add(random, new Secret(kind, bytes, source, number, capture, before));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether the line begins with a label that opens nothing. */
    private boolean isOther(int labelEnd) {
        if (labelEnd <= 0 || Secret.Kind.of(text(0, labelEnd)) != null) {
            return false;
        }
        for (int i = 0; i < labelEnd; i++) {
            byte c = line[i];
            if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private int space(int from, int end) {
        for (int at = Math.max(0, from); at < end; at++) {
            if (line[at] == ' ') {
                return at;
            }
        }
        return -1;
    }

    private String text(int from, int end) {
        StringBuilder text = new StringBuilder(end - from);
        for (int i = from; i < end; i++) {
            text.append((char) (line[i] & 0xff));
        }
        return text.toString();
    }
}
