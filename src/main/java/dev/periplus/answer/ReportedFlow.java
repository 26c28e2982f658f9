package dev.periplus.answer;

import dev.periplus.address.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of a flow, as far as one part of it follows from another.
 *
 * @param uid of the flow
 * @param client as reported
 * @param server as reported
 * @param communityId as reported
 * @param layers the flow's own answer, then those inside it
 */
public record ReportedFlow(String uid, Endpoint client, Endpoint server, String communityId, List<Layer> layers) {
    /**
     * A label and its evidence.
     *
     * @param label null for unknown
     * @param evidence without sentences and bytes
     */
    public record Layer(@Nullable String label, List<Evidence> evidence) {}
}
