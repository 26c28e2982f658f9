package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * An expected flow: where it will be and what it will carry.
 *
 * @param address announced address, with {@code port}
 * @param other the other host, null for any
 * @param by first packet of the announcing flow, as {@link dev.periplus.decode.Packet#place} encodes it
 * @param time of the announcing packet, nanoseconds since the epoch
 * @param says how it was announced, as a sentence
 */
public record FlowAnnouncement(
        Expected expected,
        Address address,
        int port,
        @Nullable Address other,
        long by,
        long time,
        String says) implements Announcement {
    /** The announced endpoint. */
    public Endpoint endpoint() {
        return new Endpoint(address, port, expected.protocol());
    }

    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
