package dev.periplus.flow;

import dev.periplus.address.Endpoint;
import dev.periplus.decode.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flow as a record of it states, for readers that have not seen its packets. What records do not state, such as tags,
 * tunnels, flags and sequence numbers, the {@link #flow} lacks.
 *
 * @param uid of the flow
 * @param ipVersion 4 or 6; 0 for frames without IP
 * @param start nanoseconds since the epoch
 * @param end nanoseconds since the epoch, not before the start
 * @param isShared whether several protocols share it
 * @param rhythm of its payload, or null
 */
public record StatedFlow(
        String uid,
        Endpoint client,
        Endpoint server,
        int ipVersion,
        Flow.Direction direction,
        FlowEnd ended,
        long start,
        long end,
        Sent byClient,
        Sent byServer,
        boolean isShared,
        @Nullable Rhythm rhythm) {
    /** What a side sent. */
    public record Sent(long packets, long bytes, long payload) {}

    /** Makes the flow, whose client is side 0. */
    public Flow flow() {
        Packet first = new Packet();
        first.sourceHigh = client.address().high();
        first.sourceLow = client.address().low();
        first.sourcePort = client.port();
        first.destinationHigh = server.address().high();
        first.destinationLow = server.address().low();
        first.destinationPort = server.port();
        first.protocol = client.protocol();
        first.ipVersion = ipVersion;
        first.time = start;
        Flow flow = new Flow(first);
        flow.end = end;
        flow.direction = direction;
        flow.packets0 = byClient.packets;
        flow.packets1 = byServer.packets;
        flow.bytes0 = byClient.bytes;
        flow.bytes1 = byServer.bytes;
        flow.payload0 = byClient.payload;
        flow.payload1 = byServer.payload;
        flow.rhythm = rhythm;
        if (isShared) {
            flow.mixture().add(0);
        }
        flow.parts = new FlowParts(null, List.of(), null, uid);
        flow.ended(ended, end);
        return flow;
    }

    /** The uid that the record of a flow states; null for a flow whose packets were seen. */
    public static @Nullable String uidOf(Flow flow) {
        return flow.parts.uid();
    }
}
