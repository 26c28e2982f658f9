package dev.periplus.classify;

import dev.periplus.flow.Role;
import org.jspecify.annotations.Nullable;

/**
 * The kind of flow that an announcement expects.
 *
 * @param label of the announced flow
 * @param protocol IP protocol number
 * @param role role of the announced address and port, or null if either end may send first
 * @param weight decibans
 * @param anyForm whether the flow carries arbitrary content, so that the announcement outweighs what its bytes look
 *     like
 */
public record Expected(String label, int protocol, @Nullable Role role, double weight, boolean anyForm) {
    /** A flow in a known format. */
    public static Expected of(String label, int protocol, Role role, double weight) {
        return new Expected(label, protocol, role, weight, false);
    }

    /** Same, if either end may send first. */
    public static Expected ofPeers(String label, int protocol, double weight) {
        return new Expected(label, protocol, null, weight, false);
    }

    /** A flow that carries arbitrary content. */
    public static Expected ofAnyForm(String label, int protocol, Role role, double weight) {
        return new Expected(label, protocol, role, weight, true);
    }
}
