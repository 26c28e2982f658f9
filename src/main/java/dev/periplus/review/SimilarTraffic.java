package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.FlowRecord;
import dev.periplus.draft.Group;
import dev.periplus.draft.Grouping;
import dev.periplus.draft.Sample;
import dev.periplus.draft.Utterance;
import dev.periplus.flow.Flow;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups endpoints whose unidentified traffic begins with similar bytes. */
final class SimilarTraffic {
    /** Endpoints that are compared. */
    private static final int MOST = 4096;

    /** Constant bytes that a group must have. */
    private static final int LEAST_CONSTANTS = 4;

    private final Grouping grouping = new Grouping();
    private final Map<Sample, Endpoint> endpoints = new IdentityHashMap<>();
    private final Map<Endpoint, Group> groups = new HashMap<>();

    /** Adds a flow of an endpoint, if the first bytes of both sides are known. */
    void add(Endpoint endpoint, FlowRecord example) {
        Utterance client = beginning(example, "client");
        Utterance server = beginning(example, "server");
        if (client == null || server == null || endpoints.size() == MOST) {
            return;
        }
        Flow flow = example.flow();
        boolean observed = flow.direction() == Flow.Direction.OBSERVED;
        Sample sample = new Sample(
                endpoint.protocol(),
                true,
                observed,
                flow.address(flow.clientSide()),
                endpoint.address().toString(),
                endpoint.port(),
                client,
                null,
                server);
        endpoints.put(sample, endpoint);
        grouping.add(sample);
    }

    private static @Nullable Utterance beginning(FlowRecord example, String side) {
        List<String> hex = example.metadata().values("payload", side);
        if (hex.isEmpty()) {
            return null;
        }
        byte[] bytes = HexFormat.of().parseHex(hex.get(0));
        return new Utterance(bytes, bytes.length, false);
    }

    /** Forms the groups. Call it after the last {@link #add}. */
    void group() {
        for (Group group : grouping.groups(2)) {
            if (group.constants() >= LEAST_CONSTANTS) {
                put(group);
            }
        }
    }

    private void put(Group group) {
        for (Sample sample : group.samples()) {
            Endpoint endpoint = endpoints.get(sample);
            if (endpoint != null) {
                groups.put(endpoint, group);
            }
        }
    }

    /** Returns the group of an endpoint, or null if its traffic is not similar to any other. */
    @Nullable
    Group of(Endpoint endpoint) {
        return groups.get(endpoint);
    }
}
