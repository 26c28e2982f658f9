package dev.periplus.decode;

/** Takes decoded packets. */
public interface PacketHandler {
    /**
     * Called for each IP packet found in a frame, outermost first: a tunnelled packet gives one call for every layer of
     * IP. The packet is reused: copy what must outlive the call.
     */
    void onPacket(Packet packet);
}
