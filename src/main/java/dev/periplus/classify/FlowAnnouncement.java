package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What one flow says of another that is to come: where it will be and what it will be.
 *
 * @param address that is announced, with {@code port}
 * @param other the other host, null where it may be any
 * @param by the first packet of the announcing flow, as {@link dev.periplus.decode.Packet#place} gives it
 * @param time of the announcing packet, nanoseconds since the epoch
 * @param says how it was announced, in a sentence's words
 */
public record FlowAnnouncement(
        Expected expected,
        Address address,
        int port,
        @Nullable Address other,
        long by,
        long time,
        String says) implements Announcement {
    /** Where the flow will be. */
    public Endpoint endpoint() {
        return new Endpoint(address, port, expected.protocol());
    }

    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
