package dev.periplus.api;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.flow.FlowEnd;
import dev.periplus.registry.Registration;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Words;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a flow really is, what its port is registered for, and why. Immutable.
 *
 * <p>Texts from packets (names, banners, parts of sentences) are what a sender chose to send. Control characters in {@link
 * Proof#says} are escaped; {@link #json} has the whole record, its texts escaped as JSON.
 */
public final class IdentifiedFlow {
    private final FlowRecord record;

    IdentifiedFlow(FlowRecord record) {
        this.record = record;
    }

    /** Number of the flow in the run, from 1. */
    public long number() {
        return record.number();
    }

    /** The same in every run over the same capture: {@code C} and 17 characters. */
    public String uid() {
        return new FlowIds().uidText(record.flow());
    }

    /** Community ID, version 1; null for frames without IP. */
    public @Nullable String communityId() {
        return new FlowIds().communityIdText(record.flow());
    }

    /** Path of the capture, or name of the interface, that holds its first packet. */
    public String capture() {
        return record.capture();
    }

    /** Who spoke to whom, and when. */
    public Traffic traffic() {
        return Traffic.of(record.flow());
    }

    /** Whether it is still open and comes again; only runs that report open flows pass such. */
    public boolean isOpen() {
        return record.flow().endReason() == FlowEnd.ACTIVE;
    }

    /** The label, or null if it is unknown. */
    public @Nullable String label() {
        return record.verdict().label();
    }

    /** The application, or null if it is unknown. */
    public @Nullable String application() {
        return record.application();
    }

    /** Every protocol recognised in it, outermost first. */
    public List<String> protocols() {
        return record.protocols();
    }

    /** Confidence of the label, 0 to 1; 0 without one. */
    public double confidence() {
        return record.verdict().confidence();
    }

    /** What the verdict rests on: {@code payload}, {@code behaviour}, {@code correlation}, {@code analyst} or {@code none}. */
    public String basis() {
        return Words.of(record.verdict().basis());
    }

    /** Why there is no label, such as {@code no-rule-matched}; null if there is one. */
    public @Nullable String unknownBecause() {
        var why = record.verdict().unknownBecause();
        return why == null ? null : why.id();
    }

    /** Name of the service that IANA registered for the server's port, or null. A claim, no finding. */
    public @Nullable String registeredFor() {
        Registration registered = record.registered();
        return registered == null ? null : registered.name();
    }

    /** {@code as-registered}, {@code not-as-registered}, {@code registered-only} or {@code unregistered}. */
    public String standing() {
        return record.standing().id();
    }

    /** The evidence for and against its labels, that of inner protocols last. */
    public List<Proof> evidence() {
        List<Proof> proofs = new ArrayList<>();
        record.evidence().forEach(piece -> proofs.add(proof(piece)));
        for (Layer layer : record.inside()) {
            layer.evidence().forEach(piece -> proofs.add(proof(piece)));
        }
        return List.copyOf(proofs);
    }

    private Proof proof(Evidence piece) {
        byte[] bytes = piece.bytes();
        boolean shown = piece.packet() > 0;
        return new Proof(
                Words.of(piece.kind()),
                piece.label(),
                piece.weight(),
                Printable.of(piece.says()),
                piece.rule(),
                shown ? record.capture(piece) : null,
                piece.packet(),
                piece.offset(),
                bytes == null ? "" : HexFormat.of().formatHex(bytes));
    }

    /** A field that a detector extracted, such as {@code "tls", "sni"}: its values as sent, at most 16; empty if none. */
    public List<String> metadata(String group, String key) {
        return List.copyOf(record.metadata().values(group, key));
    }

    /** The native record: one JSON object without a line end. */
    public String json() {
        JsonText text = new JsonText();
        new JsonFlow(text).write(record);
        return text.toString().stripTrailing();
    }
}
