package dev.periplus.detect;

/** The TLS detector's state for a flow. */
final class TlsTrace {
    final Tally tally = new Tally("tls");
    final TlsHandshake handshake = new TlsHandshake("tls", 't');

    /** By side: whether it starts with something that is not a record. */
    final boolean[] foreign = new boolean[2];

    boolean hello;
    boolean ssl2;
}
