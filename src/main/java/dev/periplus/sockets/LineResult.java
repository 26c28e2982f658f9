package dev.periplus.sockets;

/** The result of parsing a line in one format. */
enum LineResult {
    /** The line is not in this format. */
    UNRECOGNISED,
    /** The line was read. */
    READ,
    /** The line is in this format but could not be read. */
    UNREADABLE
}
