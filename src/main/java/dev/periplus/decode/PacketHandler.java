package dev.periplus.decode;

/** Receives decoded packets. */
public interface PacketHandler {
    /**
     * Called for each IP packet found in a frame, outermost first: a tunnelled packet causes one call per IP layer. A
     * frame without IP causes one call itself. The packet is reused: copy what must outlive the call.
     */
    void onPacket(Packet packet);

    /**
     * Called for each fragment kept until its datagram can be passed on, before that datagram.
     *
     * @param fragment only its number is known, and {@link Packet#datagram} if it lies in a datagram itself
     * @param datagram the datagram it is a part of, numbered as {@link Packet#datagram} will be
     */
    default void onFragment(Packet fragment, long datagram) {}
}
