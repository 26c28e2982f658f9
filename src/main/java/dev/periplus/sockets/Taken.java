package dev.periplus.sockets;

/** What became of a line. */
enum Taken {
    /** It is not of this format. */
    NO,
    /** It is, and was read. */
    READ,
    /** It is, but could not be read. */
    BROKEN
}
