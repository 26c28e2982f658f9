package dev.periplus.api;

import dev.periplus.flow.Flow;
import java.time.Instant;
import java.util.Locale;

/**
 * Who spoke to whom in a flow, and when. All of it was observed, except which side is the client: see {@code direction}.
 *
 * @param transport {@code tcp}, {@code udp}, {@code sctp}, another IP protocol by name, or {@code ether:0x88cc}
 * @param direction how the client is known: {@code observed}, {@code inferred} or {@code unknown}
 * @param start time of the first packet
 * @param end time of the last packet so far
 */
public record Traffic(String transport, Party client, Party server, String direction, Instant start, Instant end) {
    private static final long SECOND = 1_000_000_000L;

    static Traffic of(Flow flow) {
        return new Traffic(
                flow.transport(),
                party(flow, flow.clientSide()),
                party(flow, flow.serverSide()),
                flow.direction().name().toLowerCase(Locale.ROOT),
                time(flow.start()),
                time(flow.end()));
    }

    private static Party party(Flow flow, int side) {
        return new Party(flow.address(side), flow.port(side), flow.packets(side), flow.bytes(side), flow.payload(side));
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
