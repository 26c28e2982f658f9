package dev.periplus.detect;

/** What the DTLS detector remembers of a flow; arrays are by side of the flow. */
final class DtlsTrace {
    final Tally tally = new Tally("dtls");
    final TlsHandshake handshake = new TlsHandshake("dtls", 'd');
    boolean hello;
    boolean verified;

    /** Datagrams of encrypted records. */
    int encrypted;

    private final Pieces[] pieces = {new Pieces(), new Pieces()};
    private final int[] message = {-1, -1};
    private final int[] idLengths = {-1, -1};

    /** What is here of a fragmented handshake message; fragments of another one make room for it. */
    Pieces pieces(int side, int sequence) {
        if (message[side] != sequence) {
            message[side] = sequence;
            pieces[side].clear();
        }
        return pieces[side];
    }

    /**
     * Keeps the lengths a connection id can have, a bit each, that fit all records of a side; false where none is
     * left.
     */
    boolean narrow(int side, int lengths) {
        idLengths[side] &= lengths;
        return idLengths[side] != 0;
    }
}
