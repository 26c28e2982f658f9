package dev.periplus.detect;

/** The DTLS detector's state for a flow; arrays are indexed by side. */
final class DtlsTrace {
    final Tally tally = new Tally("dtls");
    final TlsHandshake handshake = new TlsHandshake("dtls", 'd');
    boolean hello;
    boolean verified;

    /** Datagrams with encrypted records. */
    int encrypted;

    private final HandshakeFragments[] reassembly = {new HandshakeFragments(), new HandshakeFragments()};
    private final int[] message = {-1, -1};
    private final int[] idLengths = {-1, -1};

    /**
     * Returns the buffer for a fragmented handshake message; a new message discards the fragments of the previous one.
     */
    HandshakeFragments reassembly(int side, int sequence) {
        if (message[side] != sequence) {
            message[side] = sequence;
            reassembly[side].clear();
        }
        return reassembly[side];
    }

    /**
     * Keeps the connection ID lengths, a bit each, that fit all records of a side so far; returns false if none is
     * left.
     */
    boolean narrow(int side, int lengths) {
        idLengths[side] &= lengths;
        return idLengths[side] != 0;
    }
}
