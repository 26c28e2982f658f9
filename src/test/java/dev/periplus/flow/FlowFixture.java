package dev.periplus.flow;

import dev.periplus.address.Address;
import dev.periplus.decode.Packet;

/** A flow made by hand: side 0 is the client, seen first. */
public final class FlowFixture {
    private static final int HEADERS = 40;
    private static final long SECOND = 1_000_000_000L;

    private final Packet packet = new Packet();
    private final Flow flow;

    private FlowFixture(Packet first) {
        packet.time = first.time;
        flow = new Flow(first);
    }

    /** What a flow begins with; change it, then {@link #begin}. */
    public static Packet first(int protocol, String client, int clientPort, String server, int serverPort) {
        Packet packet = new Packet();
        packet.protocol = protocol;
        packet.number = 1;
        packet.time = 1_500_000_000L * SECOND;
        packet.ipVersion = client.contains(":") ? 6 : 4;
        packet.sourceHigh = address(client).high();
        packet.sourceLow = address(client).low();
        packet.destinationHigh = address(server).high();
        packet.destinationLow = address(server).low();
        packet.sourcePort = clientPort;
        packet.destinationPort = serverPort;
        return packet;
    }

    public static FlowFixture begin(Packet first) {
        return new FlowFixture(first);
    }

    /** A side sends so many packets with so much payload each. */
    public FlowFixture sends(int side, int packets, int payload) {
        packet.payloadLength = payload;
        packet.payloadCaptured = payload;
        packet.ipLength = payload + HEADERS;
        for (int i = 0; i < packets; i++) {
            flow.count(packet, side);
        }
        return this;
    }

    /** A side sends an empty TCP segment with these flags. */
    public FlowFixture flags(int side, int flags) {
        packet.tcpFlags = flags;
        sends(side, 1, 0);
        packet.tcpFlags = 0;
        return this;
    }

    /** It goes on: what follows is what there is of it so far. */
    public Flow soFar() {
        return flow.soFar(packet.time);
    }

    /** Time passes. */
    public FlowFixture after(long nanos) {
        packet.time += nanos;
        return this;
    }

    /** The client was seen to open it. */
    public FlowFixture observed() {
        flow.observed(0);
        return this;
    }

    /** The capture began in its middle. */
    public FlowFixture midstream() {
        flow.directionUnknown();
        return this;
    }

    /** Its time ran out, and every table knows at {@code clock}. */
    public FlowFixture over(long clock) {
        flow.ended(Flow.End.IDLE, clock);
        return this;
    }

    public Flow flow() {
        return flow;
    }

    private static Address address(String text) {
        Address address = Address.parse(text);
        if (address == null) {
            throw new IllegalArgumentException(text);
        }
        return address;
    }
}
