package dev.periplus.api;

/** What the two sides of a flow have sent so far, when one of them has just sent something. */
public interface Conversation {
    /** {@code tcp}, {@code udp} … */
    String transport();

    /** Whether payloads are messages, as in UDP, rather than a stream. */
    boolean datagrams();

    /** The side that sent last. */
    Side speaker();

    /** What a side has sent: of a stream the beginning, of datagrams the latest; empty if nothing. */
    Speech of(Side side);
}
