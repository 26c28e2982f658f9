package dev.periplus.classify;

/** What one flow says that other flows can be known by. */
public sealed interface Announcement permits FlowAnnouncement, NameAnnouncement {
    /** The first packet of the announcing flow, as {@link dev.periplus.decode.Packet#place} gives it. */
    long by();

    /** Of the announcing packet, nanoseconds since the epoch. */
    long time();

    /** In words. */
    String says();

    /** Hands it to the method for its kind. */
    <X extends Exception> void to(Taker<X> taker) throws X;

    /** Takes announcements of either kind. */
    interface Taker<X extends Exception> {
        void take(FlowAnnouncement flow) throws X;

        void take(NameAnnouncement name) throws X;
    }
}
