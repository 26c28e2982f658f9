package dev.periplus.classify;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Listens to flows of a protocol that announces others, from the packet on by which the protocol is known to their end.
 * Rules name theirs with {@code announces}. Stateless; one per shard.
 */
public interface Announcer {
    /** The word that rules use. */
    String name();

    /** Looks at a packet with payload. Must not throw and must not keep the packet. */
    void hear(Flow flow, int side, Packet packet, Announcements into);
}
