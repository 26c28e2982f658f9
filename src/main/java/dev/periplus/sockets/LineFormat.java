package dev.periplus.sockets;

/** A form of saved output, told by the shape of its lines. Sees every line that no format before it took, in order. */
interface LineFormat {
    /** Takes a line, of any content and at most 64 KiB, and what it says into the entries. */
    Taken take(Line line, Entries entries);
}
