package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What inspection found of one flow, once it is over.
 *
 * @param evidence in the order it was found
 * @param label that the evidence carries by itself, or null
 * @param metadata as detectors named it; with that of the inside
 * @param opaque what was said looks encrypted or compressed
 * @param midstream the beginning of the stream was not captured
 * @param announcements who listens to it for announcements of other flows, or null
 * @param inside what the flow carries after the protocol handed over, or null
 */
public record InspectionResult(
        List<Evidence> evidence,
        @Nullable String label,
        Metadata metadata,
        boolean opaque,
        boolean midstream,
        @Nullable Announcements announcements,
        @Nullable InspectionResult inside)
        implements InspectionState {
    /** Of a flow that said nothing. */
    public static final InspectionResult NONE =
            new InspectionResult(List.of(), null, Metadata.NONE, false, false, null, null);

    private static final InspectionResult OPAQUE =
            new InspectionResult(List.of(), null, Metadata.NONE, true, false, null, null);
    private static final InspectionResult MIDSTREAM =
            new InspectionResult(List.of(), null, Metadata.NONE, false, true, null, null);
    private static final InspectionResult OPAQUE_MIDSTREAM =
            new InspectionResult(List.of(), null, Metadata.NONE, true, true, null, null);

    @Override
    public InspectionResult result() {
        return this;
    }

    /** Whether nothing was recognised. */
    boolean isNothing() {
        return evidence.isEmpty() && metadata.isEmpty();
    }

    /** The same with these fields alone. */
    InspectionResult with(Metadata fields) {
        return new InspectionResult(evidence, label, fields, opaque, midstream, announcements, inside);
    }

    /** The same with one more field. */
    public InspectionResult with(String group, String key, String value) {
        Metadata.Builder fields = new Metadata.Builder();
        fields.addAll(metadata);
        fields.add(group, key, value);
        return new InspectionResult(evidence, label, fields.build(), opaque, midstream, announcements, inside);
    }

    /** Of a flow in which nothing was recognised. */
    static InspectionResult nothing(boolean opaque, boolean midstream) {
        if (opaque) {
            return midstream ? OPAQUE_MIDSTREAM : OPAQUE;
        }
        return midstream ? MIDSTREAM : NONE;
    }
}
