package dev.periplus.detect;

/** What the TLS detector remembers of a flow. */
final class TlsTrace {
    final Tally tally = new Tally("tls");
    final TlsHandshake handshake = new TlsHandshake("tls", 't');
    boolean hello;
    boolean ssl2;
}
