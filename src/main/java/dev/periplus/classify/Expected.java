package dev.periplus.classify;

import dev.periplus.flow.Role;
import org.jspecify.annotations.Nullable;

/**
 * What kind of flow an announcement speaks of.
 *
 * @param label of the announced flow
 * @param protocol IP protocol number
 * @param role of the announced address and port in it, or null where either end may speak first
 * @param weight decibans
 * @param anyForm what it carries may have any form: then the announcement outweighs what the bytes look like
 */
public record Expected(String label, int protocol, @Nullable Role role, double weight, boolean anyForm) {
    /** Of a flow whose form is known. */
    public static Expected of(String label, int protocol, Role role, double weight) {
        return new Expected(label, protocol, role, weight, false);
    }

    /** The same where either end may speak first. */
    public static Expected ofPeers(String label, int protocol, double weight) {
        return new Expected(label, protocol, null, weight, false);
    }

    /** Of a flow that carries arbitrary content. */
    public static Expected ofAnyForm(String label, int protocol, Role role, double weight) {
        return new Expected(label, protocol, role, weight, true);
    }
}
