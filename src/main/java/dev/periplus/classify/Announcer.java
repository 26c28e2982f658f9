package dev.periplus.classify;

import dev.periplus.answer.Metadata;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Listens to flows of a protocol that announces other flows, or says more than its first messages tell, from the packet
 * that identifies the protocol until the flow ends. Rules refer to it with {@code announces}. Stateless; one per shard.
 */
public interface Announcer {
    /** The name that rules use. */
    String name();

    /** Inspects a packet with payload. Must not throw and must not keep the packet. */
    void hear(Flow flow, int side, Packet packet, Announcements into);

    /** Whether it hears only what clients send. */
    default boolean hearsClientsOnly() {
        return false;
    }

    /** Whether it tells facts about hosts and nothing else. */
    default boolean isOfHosts() {
        return false;
    }

    /** Adds fields that sum up what it heard, when the flow ends or is reported. Must not throw. */
    default void sumUp(Announcements heard, Metadata.Builder into) {}
}
