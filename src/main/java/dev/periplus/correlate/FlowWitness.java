package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.flow.Flow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A correlation from outside that never makes flows wait. Each input has its own. */
public interface FlowWitness {
    /**
     * Learns from an ended flow, and returns what earlier ones say of it.
     *
     * @param label that its own bytes show, or null
     */
    List<Evidence> ended(Flow flow, @Nullable String label);
}
