package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.MetadataNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of inspecting one flow.
 *
 * @param evidence in order of discovery
 * @param label that the evidence supports by itself, or null
 * @param metadata from the detectors, including that of the inside
 * @param opaque whether the payload looks encrypted or compressed
 * @param midstream whether the beginning of the stream was not captured
 * @param announcements passes packets to the flow's announcer, or null
 * @param inside result for the stream after the protocol handed over, or null
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
    /** Result for a flow without payload. */
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

    /** Returns a copy with these fields only. */
    InspectionResult with(Metadata fields) {
        return new InspectionResult(evidence, label, fields, opaque, midstream, announcements, inside);
    }

    /** Returns a copy with one more field. */
    public InspectionResult with(String group, String key, String value) {
        assert MetadataNames.has(group, key) : "missing in metadata.tsv: " + group + "." + key;
        Metadata.Builder field = new Metadata.Builder();
        field.add(group, key, value);
        return plus(field.build());
    }

    /** Returns a copy with these fields too. */
    InspectionResult plus(Metadata more) {
        Metadata.Builder fields = new Metadata.Builder();
        fields.addAll(metadata);
        fields.addAll(more);
        return with(fields.build());
    }

    /** Returns a copy whose flow announces what these tell. */
    InspectionResult with(@Nullable Announcements others) {
        return new InspectionResult(evidence, label, metadata, opaque, midstream, others, inside);
    }

    /** Returns a copy with this inside. */
    InspectionResult with(@Nullable InspectionResult within) {
        return new InspectionResult(evidence, label, metadata, opaque, midstream, announcements, within);
    }

    /** The result for a flow of which this is about one direction and the other is about the other. */
    public InspectionResult and(InspectionResult other) {
        List<Evidence> all = new ArrayList<>(evidence);
        all.addAll(other.evidence);
        Metadata.Builder fields = new Metadata.Builder();
        fields.addAll(metadata);
        fields.addAll(other.metadata);
        return new InspectionResult(
                List.copyOf(all),
                label == null ? other.label : label,
                fields.build(),
                opaque && other.opaque,
                midstream && other.midstream,
                null,
                inside == null ? other.inside : inside);
    }

    /** Result for a flow in which nothing was recognised. */
    static InspectionResult nothing(boolean opaque, boolean midstream) {
        if (opaque) {
            return midstream ? OPAQUE_MIDSTREAM : OPAQUE;
        }
        return midstream ? MIDSTREAM : NONE;
    }
}
