package dev.periplus.calibrate;

import java.util.HashSet;
import java.util.Set;

/**
 * What a flow is according to the reference.
 *
 * @param label the reference's own word
 * @param accepted ids of protocols and applications that are right
 */
record Reference(String label, Set<String> accepted) {
    /** Returns a reference of the same label that accepts the ids of either. */
    Reference or(Reference other) {
        Set<String> both = new HashSet<>(accepted);
        both.addAll(other.accepted);
        return new Reference(label, Set.copyOf(both));
    }
}
