package dev.periplus.classify;

import dev.periplus.flow.Flow;
import dev.periplus.flow.Inspection;
import org.jspecify.annotations.Nullable;

/** A flow's inspection: open, ended, stored, or removed from the store. */
public sealed interface InspectionState extends Inspection
        permits FlowInspection, InspectionResult, InspectionStore.Stored, InspectionStore.TakenOut {
    /** The state of a flow; an empty result if it has no payload. */
    static InspectionState of(Flow flow) {
        Inspection kept = flow.inspection();
        return kept == null ? InspectionResult.NONE : (InspectionState) kept;
    }

    /** The result so far. */
    InspectionResult result();

    /** Writes the result so far with a codec; returns the length. */
    default int write(InspectionCodec to) {
        return to.write(result());
    }

    /** The label that the flow's own payload and behaviour support, or null. */
    @Nullable
    String label();

    /** Passes packets to the flow's announcer, or null. */
    @Nullable
    Announcements announcements();

    /** Bytes of memory that it takes beside a few objects, if that may be much. */
    default int size() {
        return 0;
    }

    /** Returns the state without the store, which forgets it: for an ended flow. */
    default InspectionState takenOut() {
        return this;
    }

    /** Returns a copy independent of the store, which keeps it: for a report of an open flow. */
    default InspectionState copiedOut() {
        return this;
    }
}
