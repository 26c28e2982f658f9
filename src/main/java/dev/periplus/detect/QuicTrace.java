package dev.periplus.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The QUIC detector's state for a flow; arrays are indexed by side. */
final class QuicTrace {
    private static final int MAX_OPENED = 8;
    private static final byte[] NONE = {};

    final Tally tally = new Tally("quic");
    final TlsHandshake handshake = new TlsHandshake("quic", 'q');
    final HandshakeFragments crypto = new HandshakeFragments();

    QuicInitial.@Nullable Keys keys;

    /** Side whose packets the keys decrypt, -1 until one was decrypted. */
    int clientSide = -1;

    boolean versionTold;

    /** The server asked for another version, so the client starts again. */
    boolean negotiated;

    /** The client's hello was read completely. */
    boolean told;

    private int opened;
    private final byte[][] destination = {NONE, NONE};
    private final byte[][] source = {NONE, NONE};

    /** Decryption is expensive: counts an attempt and returns whether it is still allowed. */
    boolean mayOpen() {
        return opened++ < MAX_OPENED;
    }

    boolean exhausted() {
        return opened >= MAX_OPENED;
    }

    /**
     * Records the connection IDs of a packet; returns true if one of them is an ID that the other side used for itself
     * or for this side.
     */
    boolean matches(int side, byte[] destinationId, byte[] sourceId) {
        destination[side] = destinationId;
        source[side] = sourceId;
        return tells(destinationId) && Arrays.equals(destinationId, source[1 - side])
                || tells(sourceId) && Arrays.equals(sourceId, destination[1 - side]);
    }

    /** Whether an ID can be recognised: not empty, and not of zeros. */
    private static boolean tells(byte[] id) {
        for (byte one : id) {
            if (one != 0) {
                return true;
            }
        }
        return false;
    }
}
