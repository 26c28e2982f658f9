package dev.periplus.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the QUIC detector remembers of a flow; arrays are by side of the flow. */
final class QuicTrace {
    private static final int MAX_OPENED = 8;

    final Tally tally = new Tally("quic");
    final TlsHandshake handshake = new TlsHandshake("quic", 'q');
    final Pieces crypto = new Pieces();

    QuicInitial.@Nullable Keys keys;

    /** The side whose packets the keys open, -1 before any was opened. */
    int clientSide = -1;

    boolean versionTold;

    /** A server asked for another version, so that the client begins anew. */
    boolean negotiated;

    /** The client's hello was read to its end. */
    boolean told;

    private int opened;
    private final byte[][] destination = {new byte[0], new byte[0]};
    private final byte[][] source = {new byte[0], new byte[0]};

    /** Opening costs; true as long as another try is allowed, which is counted. */
    boolean mayOpen() {
        return opened++ < MAX_OPENED;
    }

    boolean exhausted() {
        return opened >= MAX_OPENED;
    }

    /**
     * Keeps the ids of a packet; true where one of them is an id that the other side used for itself or for this
     * side.
     */
    boolean matches(int side, byte[] destinationId, byte[] sourceId) {
        destination[side] = destinationId;
        source[side] = sourceId;
        return destinationId.length > 0 && Arrays.equals(destinationId, source[1 - side])
                || sourceId.length > 0 && Arrays.equals(sourceId, destination[1 - side]);
    }
}
