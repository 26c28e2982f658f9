package dev.periplus.decode;

/**
 * The datagrams completed last, by the hash of their addresses and identification. A capture at a mirror port holds each
 * fragment twice: the copies that follow the last fragment begin a datagram of the same name that nothing completes.
 */
final class CompletedDatagrams {
    private static final int PLACES = 1024;

    /** Copies follow at once; a host may use an identification again after a while. */
    private static final long SECOND = 1_000_000_000L;

    private final int[] hashes = new int[PLACES];
    private final int[] totals = new int[PLACES];
    private final long[] times = new long[PLACES];
    private final long[] numbers = new long[PLACES];

    /** Remembers a datagram; it forgets another of the same place. */
    void add(Datagram datagram, long time) {
        int place = datagram.hash & PLACES - 1;
        hashes[place] = datagram.hash;
        totals[place] = datagram.furthest();
        times[place] = time;
        numbers[place] = datagram.number;
    }

    /** Whether the fragments of this datagram are copies: it began just behind one of the same name, and fits into it. */
    boolean has(Datagram datagram) {
        int place = datagram.hash & PLACES - 1;
        return numbers[place] > 0
                && numbers[place] < datagram.number
                && hashes[place] == datagram.hash
                && datagram.furthest() <= totals[place]
                && datagram.clock - times[place] <= SECOND;
    }
}
