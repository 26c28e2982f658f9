package dev.periplus.classify;

/**
 * What one flow says of another that is to come: where it will be and what it will be.
 *
 * @param high upper half of the announced address, 0 for IPv4
 * @param low lower half; IPv4 as ::ffff:a.b.c.d
 * @param otherHigh upper half of the address of the other host; with {@code otherLow} 0 where it may be any
 * @param otherLow lower half
 * @param by the first packet of the announcing flow, as {@link dev.periplus.decode.Packet#place} gives it
 * @param time of the announcing packet, nanoseconds since the epoch
 * @param says how it was announced, in a sentence's words
 */
public record FlowAnnouncement(
        Expected expected,
        long high,
        long low,
        int port,
        long otherHigh,
        long otherLow,
        long by,
        long time,
        String says)
        implements Announcement {
    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
