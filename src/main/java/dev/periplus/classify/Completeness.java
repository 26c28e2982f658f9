package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
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
    private static final int PROBE_DATAGRAMS = 3;

    /** With those that open and close the connection. */
    private static final int PROBE_SEGMENTS = 8;

    private Completeness() {}

    /**
     * Returns what the capture lacks of the flow.
     *
     * @param isKnown whether it has a label
     */
    public static List<Incomplete> missing(Flow flow, InspectionResult result, boolean isKnown) {
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
        if (isKnown && isUnanswered(flow)) {
            missing.add(Incomplete.UNANSWERED);
        }
        return missing;
    }

    private static boolean isOneSided(Flow flow) {
        return flow.protocol() == Packet.TCP && (flow.packets(0) == 0 || flow.packets(1) == 0);
    }

    /**
     * Whether the client sent no more than a probe does and the server said nothing. No member of a
     * group answers protocols without ports. Streams that are sent one way, such
     * as exports and logs, send more.
     */
    private static boolean isUnanswered(Flow flow) {
        int client = flow.clientSide();
        int server = flow.serverSide();
        boolean tcp = flow.protocol() == Packet.TCP;
        boolean toGroup =
                !Transport.hasPorts(flow.protocol()) && Address.isMulticast(flow.high(server), flow.low(server));
        return !toGroup
                && flow.payload(client) > 0
                && flow.payload(server) == 0
                && flow.packets(client) <= (tcp ? PROBE_SEGMENTS : PROBE_DATAGRAMS)
                && !(tcp && flow.packets(server) == 0);
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
