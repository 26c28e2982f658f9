package dev.periplus.classify;

/**
 * What kind of flow an announcement speaks of.
 *
 * @param label of the announced flow
 * @param protocol IP protocol number
 * @param role of the announced address and port in it
 * @param weight decibans
 * @param anyForm what it carries may have any form: then the announcement outweighs what the bytes look like
 */
public record Expected(String label, int protocol, Role role, double weight, boolean anyForm) {
    /** Who the host at the announced address and port is. */
    public enum Role {
        SERVER,
        CLIENT,
        /** Either may speak first. */
        PEER
    }

    /** Of what announces and its flow the form is known. */
    public static Expected of(String label, int protocol, Role role, double weight) {
        return new Expected(label, protocol, role, weight, false);
    }

    /** Of a flow that carries arbitrary content. */
    public static Expected ofAnyForm(String label, int protocol, Role role, double weight) {
        return new Expected(label, protocol, role, weight, true);
    }
}
