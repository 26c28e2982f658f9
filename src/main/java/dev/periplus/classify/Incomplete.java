package dev.periplus.classify;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/** What a capture did not show of a flow. What the bytes say then weighs less. */
public enum Incomplete {
    /** Of a TCP flow one direction was not captured at all. */
    ONE_SIDED("one-sided"),
    /** The beginning of the stream was not captured. */
    MIDSTREAM("midstream"),
    /** Packets were cut by the capture. */
    CUT_SHORT("cut-short");

    private static final double ONE_SIDE_WEIGHS = 0.8;

    private final String id;

    Incomplete(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** What the capture did not show of a flow. */
    public static List<Incomplete> of(Flow flow, Findings findings) {
        List<Incomplete> missing = new ArrayList<>(2);
        if (isOneSided(flow)) {
            missing.add(ONE_SIDED);
        }
        if (findings.midstream()) {
            missing.add(MIDSTREAM);
        }
        if (flow.cut()) {
            missing.add(CUT_SHORT);
        }
        return missing;
    }

    private static boolean isOneSided(Flow flow) {
        return flow.protocol() == Packet.TCP && (flow.packets(0) == 0 || flow.packets(1) == 0);
    }

    /** The evidence, that of the bytes at a lower weight where the other direction is missing that would bear it out. */
    public static List<Evidence> weighed(Flow flow, List<Evidence> evidence) {
        if (!isOneSided(flow) || evidence.isEmpty()) {
            return evidence;
        }
        List<Evidence> lowered = new ArrayList<>(evidence.size());
        for (Evidence piece : evidence) {
            boolean ofBytes = piece.kind() == Evidence.Kind.SIGNATURE || piece.kind() == Evidence.Kind.DETECTOR;
            lowered.add(ofBytes && piece.weight() > 0 ? piece.lowered(ONE_SIDE_WEIGHS) : piece);
        }
        return List.copyOf(lowered);
    }
}
