package dev.periplus.decode;

/** Takes decoded packets. */
public interface PacketHandler {
    /**
     * Called for each IP packet found in a frame, outermost first: a tunnelled packet gives one call for every layer of
     * IP. The packet is reused: copy what must outlive the call.
     */
    void onPacket(Packet packet);

    /**
     * Called for each fragment that is kept until its datagram can be handed on, before that.
     *
     * @param fragment whose number, and {@link Packet#datagram} where it lies in one itself, are known
     * @param datagram that it is a part of, as {@link Packet#datagram} will say
     */
    default void onFragment(Packet fragment, long datagram) {}
}
