package dev.periplus.classify;

/** What one flow reveals about other flows. */
public sealed interface Announcement permits FlowAnnouncement, HostAnnouncement, NameAnnouncement, RefusalAnnouncement {
    /** First packet of the announcing flow, as {@link dev.periplus.decode.Packet#place} encodes it. */
    long by();

    /** Time of the announcing packet, nanoseconds since the epoch. */
    long time();

    /** The announcement as a sentence; for a {@link NameAnnouncement} the name, for a {@link HostAnnouncement} the value. */
    String says();

    /** Calls the method for this kind of announcement. */
    <X extends Exception> void to(Taker<X> taker) throws X;

    /** Receives announcements of every kind. */
    interface Taker<X extends Exception> {
        void take(FlowAnnouncement flow) throws X;

        void take(NameAnnouncement name) throws X;

        void take(RefusalAnnouncement refusal) throws X;

        void take(HostAnnouncement fact) throws X;
    }
}
