package dev.periplus.bench;

import java.io.IOException;

/** What a workload is made of: packets without end, the same ones every time. */
interface Traffic {
    /** Midnight of 14 November 2023, UTC; nanoseconds since the epoch. */
    long START = 1_699_920_000_000_000_000L;

    /** Writes packets in the order of their times until the file is full. */
    void into(PcapWriter out) throws IOException;
}
