package dev.periplus.calibrate;

import dev.periplus.flow.Flow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The flows of one capture in one form, by their ends in that form. Holds every flow with a reference, and as many
 * others as there is room for. Written by the thread that reads, asked by the one that receives records.
 */
final class FlowNotes {
    private static final int MOST_OTHERS = 1 << 18;

    private final Map<Ends, Reference> references;
    private final Map<Ends, FlowNote> notes = new ConcurrentHashMap<>();
    private int others;

    /** @param references by the ends in the capture */
    FlowNotes(Map<Ends, Reference> references) {
        this.references = references;
    }

    /**
     * Returns the note of a flow, or null if there is no room for it.
     *
     * @param ends in the capture
     * @param shown ends in this form of the capture
     */
    @Nullable
    FlowNote at(Ends ends, Ends shown) {
        FlowNote known = notes.get(shown);
        if (known != null) {
            return known;
        }
        Reference reference = references.get(ends);
        if (reference == null && others == MOST_OTHERS) {
            return null;
        }
        others += reference == null ? 1 : 0;
        FlowNote note = new FlowNote(ends, reference);
        notes.put(shown, note);
        return note;
    }

    /** Returns the note of a flow of this form, or null if it has no reference. */
    @Nullable
    FlowNote of(Flow flow) {
        FlowNote note = notes.get(Ends.of(flow.endpoint(0), flow.endpoint(1)));
        return note == null || note.reference() == null ? null : note;
    }
}
