package dev.periplus.classify;

import dev.periplus.address.Endpoint;

/**
 * An ICMP error about a packet of another flow.
 *
 * @param sender who sent the packet
 * @param addressed where it was sent
 * @param by first packet of the flow of errors
 * @param time of the error, nanoseconds since the epoch
 * @param says what became of the packet, and who reports it
 */
public record RefusalAnnouncement(Endpoint sender, Endpoint addressed, long by, long time, String says)
        implements Announcement {
    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
