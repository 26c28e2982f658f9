package dev.periplus.flow;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.decode.Packet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Both directions of a 5-tuple, with VLAN and tunnel. Mutable and owned by one thread at a time: its shard while
 * packets arrive, then the correlator. Side 0 was seen first, side 1 is the other; {@link #clientSide} tells which of
 * them is assumed to be the client.
 */
public final class Flow implements Cloneable {
    /** How the client was determined. */
    public enum Direction {
        /** From a SYN or a SYN-ACK, or an SCTP INIT or INIT ACK. */
        OBSERVED,
        /** From the bytes, from other flows, or from the claims on both ports. */
        INFERRED,
        /** Nothing tells: the order of packets proves nothing, because the flow may be older than the capture. */
        UNKNOWN
    }

    final long high0;
    final long low0;
    final long high1;
    final long low1;
    final char port0;
    final char port1;
    private final int protocol;
    private final byte ipVersion;
    private final int vlan;
    final long tunnel;
    private final int tunnelKinds;
    int capture;
    long firstPacket;
    long start;
    long end;
    byte clientSide;
    Direction direction = Direction.INFERRED;
    /** Whether bytes have shown the direction. */
    boolean shown;

    FlowEnd endReason = FlowEnd.END_OF_CAPTURE;
    long packets0;
    long packets1;
    long bytes0;
    long bytes1;
    long payload0;
    long payload1;
    byte flags0;
    byte flags1;
    int large0;
    int large1;
    int bursts0;
    int bursts1;
    boolean over;
    byte lacks;
    /** Kinds of the datagrams that were inspected, a bit for each. */
    byte kinds;

    @Nullable
    Mixture mixture;

    @Nullable
    Rhythm rhythm;

    /** State that classification keeps for this flow. */
    private @Nullable Inspection inspection;

    @Nullable
    Dialogue dialogue;
    /** Sequence numbers of a TCP flow. */
    @Nullable
    Streams streams;

    FlowParts parts = FlowParts.NONE;

    int opening;
    /** Hash of the beginning of the first datagram; 0 if there is none. */
    int digest;

    int checksums;
    boolean inspecting = true;
    /** The sides whose packets the listener hears, a bit for each. */
    byte overheard;

    // Slot in the table, whether it is closing there, and the clock of its latest packet or, once ended, of its end.
    int slot;
    boolean closing;
    long lastClock;
    long movedClock;
    /** Time of its latest packet whose time is not in doubt. */
    long lastTime;

    Flow(Packet packet) {
        high0 = packet.sourceHigh;
        low0 = packet.sourceLow;
        high1 = packet.destinationHigh;
        low1 = packet.destinationLow;
        port0 = (char) packet.sourcePort;
        port1 = (char) packet.destinationPort;
        protocol = packet.protocol;
        ipVersion = (byte) packet.ipVersion;
        vlan = packet.vlan;
        tunnel = packet.tunnel;
        tunnelKinds = packet.tunnelKinds;
        capture = packet.capture;
        firstPacket = packet.number;
        start = packet.time;
        end = packet.time;
        lastTime = packet.time;
        streams = protocol == Packet.TCP ? new Streams() : null;
        opening = PacketCount.opening(packet);
        digest = protocol == Packet.UDP ? packet.digest() : 0;
    }

    /** Returns a copy of the flow so far, which no longer changes. */
    Flow soFar(long clock) {
        try {
            Flow soFar = (Flow) clone();
            soFar.dialogue = null;
            soFar.streams = streams == null ? null : streams.copy();
            soFar.rhythm = rhythm == null ? null : rhythm.copy();
            soFar.ended(FlowEnd.ACTIVE, clock);
            return soFar;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Number of the transport: 6 for TCP, 17 for UDP and 132 for SCTP; above 255 for frames without IP. */
    public int protocol() {
        return protocol;
    }

    /** Name of the {@link dev.periplus.address.Transport}. */
    public String transport() {
        return Transport.name(protocol, port0);
    }

    /** 4 or 6; 0 for frames without IP. */
    public int ipVersion() {
        return ipVersion;
    }

    /** VLAN ids, outer in bits 12-23, inner in bits 0-11. */
    public int vlan() {
        return vlan;
    }

    /** Kinds of the tunnels around the flow, one byte each, as in {@link dev.periplus.decode.Packet#tunnelKinds}. */
    public int tunnelKinds() {
        return tunnelKinds;
    }

    /** Index of the capture that holds the first packet. */
    public int capture() {
        return capture;
    }

    /** Number of the first packet in its capture. */
    public long firstPacket() {
        return firstPacket;
    }

    /** Time of the earliest packet, nanoseconds since the epoch. */
    public long start() {
        return start;
    }

    /** Time of the latest packet. */
    public long end() {
        return end;
    }

    /** The side assumed to be the client, 0 or 1. */
    public int clientSide() {
        return clientSide;
    }

    /** The side assumed to be the server. */
    public int serverSide() {
        return 1 - clientSide;
    }

    /** The side assumed to have this role. */
    public int side(Role role) {
        return role == Role.CLIENT ? clientSide() : serverSide();
    }

    /** The role a side is assumed to have. */
    public Role role(int side) {
        return side == clientSide ? Role.CLIENT : Role.SERVER;
    }

    public Direction direction() {
        return direction;
    }

    public FlowEnd endReason() {
        return endReason;
    }

    /** High half of a side's address, 0 for IPv4. */
    public long high(int side) {
        return side == 0 ? high0 : high1;
    }

    /** Low half of a side's address; IPv4 as ::ffff:a.b.c.d. */
    public long low(int side) {
        return side == 0 ? low0 : low1;
    }

    /** The host of a side. */
    public Address host(int side) {
        return new Address(high(side), low(side));
    }

    /** The host and port of a side. */
    public Endpoint endpoint(int side) {
        return new Endpoint(host(side), port(side), protocol());
    }

    /** The host and port of the server. */
    public Endpoint server() {
        return endpoint(serverSide());
    }

    /** A side's address as text; the IPv4-mapped address of an IPv6 flow as {@code ::ffff:a.b.c.d}. */
    public String address(int side) {
        return Address.text(ipVersion, high(side), low(side));
    }

    public int port(int side) {
        return side == 0 ? port0 : port1;
    }

    /** Packets that a side sent. */
    public long packets(int side) {
        return side == 0 ? packets0 : packets1;
    }

    /** IP bytes that a side sent, according to the headers; without IP, bytes of its frames. */
    public long bytes(int side) {
        return side == 0 ? bytes0 : bytes1;
    }

    /** Payload bytes that a side sent, according to the headers; bytes of a TCP stream that were sent again count once. */
    public long payload(int side) {
        return side == 0 ? payload0 : payload1;
    }

    /** Bytes of a side's TCP stream that are not in the capture, between those that are. */
    public long missed(int side) {
        return streams == null ? 0 : streams.missed(side);
    }

    /** Union of the TCP flags that a side sent. */
    public int flags(int side) {
        return (side == 0 ? flags0 : flags1) & 0xff;
    }

    /** Packets of a side with at least 1,000 bytes of payload. */
    public int large(int side) {
        return side == 0 ? large0 : large1;
    }

    /** Large packets of a side sent within 5 ms of the previous packet. */
    public int bursts(int side) {
        return side == 0 ? bursts0 : bursts1;
    }

    public boolean lacks(Lack what) {
        return (lacks & what.bit) != 0;
    }

    /** {@link DatagramKind Kinds} of the datagrams that were inspected, a bit for each. */
    public int kinds() {
        return kinds & 0xff;
    }

    /** Leaves datagrams of these kinds uninspected from now on. */
    public void knows(int more) {
        kinds |= (byte) more;
    }

    /** The shares of protocols in its payload, counted from the first call on. */
    public Mixture mixture() {
        if (mixture == null) {
            mixture = new Mixture(payload0 + payload1);
        }
        return mixture;
    }

    /** When its payload came after pauses, or null if there was none. */
    public @Nullable Rhythm rhythm() {
        return rhythm;
    }

    /** Whether several protocols share it. */
    public boolean isShared() {
        return mixture != null && mixture.isShared();
    }

    public @Nullable Inspection inspection() {
        return inspection;
    }

    public void inspection(@Nullable Inspection inspection) {
        this.inspection = inspection;
    }

    /** Ends inspection: no more payload is kept or shown to the listener. */
    public void settle() {
        inspecting = false;
    }

    /** Records that the bytes prove which side is the server. Has no effect if the direction was observed. */
    public void serverIs(int side) {
        if (direction != Direction.OBSERVED) {
            clientSide = (byte) (1 - side);
            direction = Direction.INFERRED;
            shown = true;
        }
    }

    /** Records that a side seems to be the server, although nothing proves it. */
    public void serverMayBe(int side) {
        clientSide = (byte) (1 - side);
        direction = Direction.UNKNOWN;
    }

    /** Whether the direction rests on nothing but the order of packets, or port numbers. */
    public boolean isGuessed() {
        return direction != Direction.OBSERVED && !shown;
    }

    /**
     * Shows every further packet with payload of some sides to the listener, even after inspection.
     *
     * @param sides a bit for each
     */
    public void overhear(int sides) {
        overheard = (byte) sides;
    }

    void observed(int client) {
        clientSide = (byte) client;
        direction = Direction.OBSERVED;
    }

    void directionUnknown() {
        direction = Direction.UNKNOWN;
    }

    /** Whether it has ended. */
    public boolean isOver() {
        return over;
    }

    void ended(FlowEnd reason, long clock) {
        endReason = reason;
        over = true;
        lastClock = clock;
    }

    /** Time, on the reading thread's clock, by which this end is known whatever the number of shards. */
    public long overAt() {
        return lastClock;
    }

    /** First two bytes of the first packet's payload; -1 if there are none. */
    public int opening() {
        return opening;
    }

    /** Tags and tunnels of the server's half; null if both sides were captured in the same place. */
    public @Nullable Encapsulation otherHalf() {
        return parts.otherHalf();
    }

    /** Tags and tunnels of further copies of the flow, which were captured at the same time and are counted once. */
    public List<Encapsulation> copies() {
        return parts.copies();
    }

    /** The first part of the connection of which this is a later one; null if this is the whole of it, or the first. */
    public @Nullable Flow continued() {
        return parts.continued();
    }

    /** The sequence numbers of a TCP flow. */
    Streams streams() {
        return Objects.requireNonNull(streams, "no TCP flow");
    }
}
