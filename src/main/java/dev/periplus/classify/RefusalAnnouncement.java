package dev.periplus.classify;

import dev.periplus.address.Endpoint;
import dev.periplus.decode.IcmpQuote;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.Optional;

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
    /** Returns the announcement of an ICMP error, if it is about a packet of a flow. */
    static Optional<Announcement> of(Flow errors, Packet error) {
        IcmpQuote quote = IcmpQuote.of(error);
        if (quote == null) {
            return Optional.empty();
        }
        long by = Packet.place(errors.capture(), errors.firstPacket());
        return Optional.of(new RefusalAnnouncement(quote.source(), quote.destination(), by, error.time, quote.says()));
    }

    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
