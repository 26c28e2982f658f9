package dev.periplus.classify;

/**
 * The name by which a host asked for an address.
 *
 * @param high upper half of the address, 0 for IPv4
 * @param low lower half; IPv4 as ::ffff:a.b.c.d
 * @param askerHigh upper half of the address of the host that asked
 * @param askerLow lower half
 * @param by the first packet of the announcing flow
 * @param time of the answer, nanoseconds since the epoch
 * @param says the name
 */
public record NameAnnouncement(long high, long low, long askerHigh, long askerLow, long by, long time, String says)
        implements Announcement {
    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
