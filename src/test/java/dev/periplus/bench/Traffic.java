package dev.periplus.bench;

import java.io.IOException;

/** An endless, reproducible sequence of packets. */
interface Traffic {
    /** Midnight of 14 November 2023, UTC; nanoseconds since the epoch. */
    long START = 1_699_920_000_000_000_000L;

    /** Writes packets in the order of their times until the file is full. */
    void into(PcapWriter out) throws IOException;
}
