package dev.periplus.classify;

import dev.periplus.address.Address;

/**
 * The name that a host resolved to an address.
 *
 * @param asker the host that sent the query
 * @param by first packet of the announcing flow
 * @param time of the answer, nanoseconds since the epoch
 * @param says the name
 */
public record NameAnnouncement(Address address, Address asker, long by, long time, String says)
        implements Announcement {
    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
