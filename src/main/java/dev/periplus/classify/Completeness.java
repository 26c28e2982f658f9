package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Incomplete;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Lack;
import java.util.ArrayList;
import java.util.List;

/** Determines what the capture lacks of a flow and adjusts the weight of its evidence. */
public final class Completeness {
    private static final double ONE_SIDE_WEIGHS = 0.8;

    private Completeness() {}

    /** Returns what the capture lacks of the flow. */
    public static List<Incomplete> missing(Flow flow, InspectionResult result) {
        List<Incomplete> missing = new ArrayList<>(2);
        if (isOneSided(flow)) {
            missing.add(Incomplete.ONE_SIDED);
        }
        if (result.midstream()) {
            missing.add(Incomplete.MIDSTREAM);
        }
        if (flow.lacks(Lack.CUT)) {
            missing.add(Incomplete.CUT_SHORT);
        }
        if (flow.lacks(Lack.GAP) && flow.protocol() == Packet.TCP) {
            missing.add(Incomplete.GAP);
        }
        if (flow.lacks(Lack.BUDGET)) {
            missing.add(Incomplete.BUDGET);
        }
        return missing;
    }

    private static boolean isOneSided(Flow flow) {
        return flow.protocol() == Packet.TCP && (flow.packets(0) == 0 || flow.packets(1) == 0);
    }

    /** Returns the evidence with lower weights for payload if the confirming direction is missing. */
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
