package dev.periplus.flow;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.decode.Packet;

/** A hand-made flow: side 0 is the client, seen first. */
public final class FlowFixture {
    private static final int HEADERS = 40;
    private static final long SECOND = 1_000_000_000L;

    private final Packet packet = new Packet();
    private final long[] sequences = new long[2];
    private final Flow flow;

    private FlowFixture(Packet first) {
        packet.time = first.time;
        flow = new Flow(first);
    }

    /** The first packet of a flow; change it, then {@link #begin}. */
    public static Packet first(int protocol, String client, int clientPort, String server, int serverPort) {
        Packet packet = new Packet();
        packet.protocol = protocol;
        packet.number = 1;
        packet.time = 1_500_000_000L * SECOND;
        packet.ipVersion = Transport.isFrame(protocol) ? 0 : client.contains(":") ? 6 : 4;
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

    /** The numbers with which the streams of both sides go on. */
    public FlowFixture from(long sequence, long ofOther) {
        sequences[0] = sequence;
        sequences[1] = ofOther;
        return this;
    }

    /** A side sends this many packets, each with this much payload. */
    public FlowFixture sends(int side, int packets, int payload) {
        packet.payloadLength = payload;
        packet.payloadCaptured = payload;
        packet.ipLength = payload + HEADERS;
        for (int i = 0; i < packets; i++) {
            packet.tcpSequence = sequences[side];
            sequences[side] += payload;
            PacketCount.add(flow, packet, side);
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

    /** Returns a snapshot of the still-open flow. */
    public Flow soFar() {
        return flow.soFar(packet.time);
    }

    /** Time passes. */
    public FlowFixture after(long nanos) {
        packet.time += nanos;
        return this;
    }

    /** Marks what the flow lacks. */
    public FlowFixture lacks(Lack what) {
        flow.lacks |= what.bit;
        return this;
    }

    /** Marks the direction as observed. */
    public FlowFixture observed() {
        flow.observed(0);
        return this;
    }

    /** Marks the flow as captured from mid-stream. */
    public FlowFixture midstream() {
        flow.directionUnknown();
        return this;
    }

    /** Ends the flow as idle; every table knows at {@code clock}. */
    public FlowFixture over(long clock) {
        return ended(FlowEnd.IDLE, clock);
    }

    public FlowFixture ended(FlowEnd reason, long clock) {
        flow.ended(reason, clock);
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
