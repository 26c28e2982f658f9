package dev.periplus.classify;

import dev.periplus.flow.Flow;
import dev.periplus.flow.Inspection;
import org.jspecify.annotations.Nullable;

/** What a flow keeps of its inspection: under way, over, put away in a store, or taken out of the store again. */
public sealed interface InspectionState extends Inspection
        permits FlowInspection, InspectionResult, InspectionStore.Stored, InspectionStore.TakenOut {
    /** The state of a flow; of one without payload that nothing was found. */
    static InspectionState of(Flow flow) {
        Inspection kept = flow.inspection();
        return kept == null ? InspectionResult.NONE : (InspectionState) kept;
    }

    /** What was found so far. */
    InspectionResult result();

    /** The label that the evidence of the flow's own bytes and behaviour carries, or null. */
    @Nullable
    String label();

    /** Who listens to the flow for announcements of others, or null. */
    @Nullable
    Announcements announcements();

    /** The same without the store, which forgets it: for a flow that is over. */
    default InspectionState takenOut() {
        return this;
    }

    /** The same without the store, which keeps it: for a report of a flow that goes on. */
    default InspectionState copiedOut() {
        return this;
    }
}
