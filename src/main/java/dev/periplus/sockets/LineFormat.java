package dev.periplus.sockets;

/**
 * A format of saved output, recognised line by line. Receives, in order, every line that no earlier format recognised.
 */
interface LineFormat {
    /** Parses a line of any content, at most 64 Ki characters, and adds its sockets and processes to the table. */
    LineResult read(TableLine line, ParsedTable table);
}
