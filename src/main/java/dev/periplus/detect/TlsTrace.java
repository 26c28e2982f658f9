package dev.periplus.detect;

/** What the TLS detector remembers of a flow. */
final class TlsTrace {
    final Tally tally = new Tally("tls");
    final TlsHandshake handshake = new TlsHandshake("tls", 't');

    /** By side of the flow: what it says begins like no record. */
    final boolean[] foreign = new boolean[2];

    boolean hello;
    boolean ssl2;
}
