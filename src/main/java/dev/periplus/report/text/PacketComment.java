package dev.periplus.report.text;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.decode.Packet;
import dev.periplus.text.Printable;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes the answer for a flow in a few lines, for the comment of a packet. */
public final class PacketComment {
    private PacketComment() {}

    /**
     * Returns the {@link Packet#place} of the packet with the strongest evidence for the label, or of the first packet
     * if there is none.
     */
    public static long place(FlowRecord record) {
        Evidence strongest = strongest(record);
        return strongest == null
                ? Packet.place(record.flow().capture(), record.flow().firstPacket())
                : Packet.place(strongest.capture(), strongest.packet());
    }

    private static @Nullable Evidence strongest(FlowRecord record) {
        return record.evidence().stream()
                .filter(piece -> piece.packet() > 0)
                .filter(piece -> piece.label().equals(record.verdict().label()))
                .max(Comparator.comparingDouble(Evidence::weight))
                .orElse(null);
    }

    /** Returns label, confidence and registered service; then each piece of evidence for the label, and what names the
     * application, on lines of their own. */
    public static String of(FlowRecord record) {
        TableRow row = TableRow.of(new MergedFlows(record));
        StringBuilder text = new StringBuilder("periplus flow ").append(record.number());
        text.append(": ").append(row.label());
        if (!row.confidence().isEmpty()) {
            text.append(' ').append(row.confidence());
        }
        if (!row.registered().isEmpty()) {
            text.append("; ").append(record.standing().id()).append(": the port is registered for ");
            text.append(row.registered());
        }
        for (Evidence piece : record.evidence()) {
            if (piece.label().equals(record.verdict().label())) {
                text.append('\n')
                        .append(String.format(Locale.ROOT, "%+.1f ", piece.weight()))
                        .append(Printable.of(piece.says()));
            }
        }
        Evidence naming = record.applicationEvidence();
        if (naming != null && record.named() != null) {
            text.append('\n').append(Printable.of(naming.label() + " by " + naming.says()));
            text.append(Printable.of(EvidenceTrail.place(record, naming)));
        }
        return text.toString();
    }
}
