package dev.periplus.flow;

import dev.periplus.address.KeyedHash;
import dev.periplus.decode.Checksums;
import dev.periplus.decode.IcmpQuote;
import dev.periplus.decode.Packet;
import dev.periplus.decode.PacketHandler;
import org.jspecify.annotations.Nullable;

/**
 * The open flows of one shard.
 *
 * <p>How it works. Each flow has a number in {@link Slots} and a place in the {@link IdleList} of its timeout, which is
 * ordered from idlest to busiest. The clock is the latest capture time seen by the reading thread, so it never goes
 * back; a flow has expired when the clock is more than its timeout past the clock at its latest packet. The table tests
 * this whenever a packet of the flow arrives, and for the head of each idle list at every packet, which only frees room
 * earlier: both are the same test, so the flows of a capture do not depend on the number of shards. While a flow is
 * undecided it borrows a {@link Dialogue}, which orders what its sides send; the listener is called for each new piece.
 * Settled flows are only counted.
 */
public final class FlowTable implements PacketHandler {
    private final FlowSettings settings;
    private final FlowCounters counters = new FlowCounters();
    private final Inspections inspections;
    private final IdleList tcp;
    private final IdleList udp;
    private final IdleList others;
    private final IdleList closing;
    private final IdleList[] lists;
    private final Slots slots = new Slots();
    private final Departed departed = new Departed();
    private final long shortestTimeout;
    private long clock = Long.MIN_VALUE / 2;

    /** No flow expires up to this clock: none that is open, nor one that is still to come. */
    private long due = Long.MIN_VALUE / 2;

    public FlowTable(FlowSettings settings, FlowListener listener) {
        this.settings = settings;
        inspections = new Inspections(settings, listener, counters);
        tcp = new IdleList(slots, settings.tcpIdleNanos());
        udp = new IdleList(slots, settings.udpIdleNanos());
        others = new IdleList(slots, settings.otherIdleNanos());
        closing = new IdleList(slots, settings.closeNanos());
        lists = new IdleList[] {closing, others, udp, tcp};
        shortestTimeout = Math.min(
                Math.min(settings.tcpIdleNanos(), settings.udpIdleNanos()),
                Math.min(settings.otherIdleNanos(), settings.closeNanos()));
    }

    public FlowCounters counters() {
        return counters;
    }

    /** Replaces the listener; open flows stay. */
    public void listener(FlowListener next) {
        inspections.listener(next);
    }

    /** Number of open flows; approximate from another thread. */
    public int size() {
        return slots.size();
    }

    /**
     * Ends the flows that have expired.
     *
     * @param nanos the latest capture time that the reading thread has seen, nanoseconds since the epoch
     */
    public void clock(long nanos) {
        clock = nanos;
        if (nanos <= due) {
            return;
        }
        due = nanos + shortestTimeout;
        for (IdleList list : lists) {
            Flow idlest = list.idlest();
            while (idlest != null && list.expired(idlest, nanos)) {
                end(idlest, list == closing ? FlowEnd.CLOSED : FlowEnd.IDLE, list.surelyOver(idlest));
                idlest = list.idlest();
            }
            due = Math.min(due, list.due());
        }
    }

    @Override
    public void onPacket(Packet packet) {
        clock(packet.clock);
        packet.vlan = settings.ignoreVlan() ? 0 : packet.vlan;
        packet.tunnel = settings.ignoreTunnel() ? 0 : packet.tunnel;
        Flow flow = flowOf(packet);
        if (flow == null) {
            counters.late++;
            return;
        }
        int side = FlowKey.sideOf(packet, flow);
        PacketCount.add(flow, packet, side);
        if (packet.protocol == Packet.TCP) {
            follow(flow, side, packet);
        } else if (IcmpQuote.isError(packet.protocol, packet.sourcePort)) {
            inspections.listener().quoted(flow, packet);
        } else if ((flow.inspecting || isNewKind(flow, packet))
                && packet.payloadLength + packet.inspectedHeader > 0
                && inspections.isBelieved(flow, side, packet)) {
            inspectDatagram(flow, side, packet);
        }
        if ((flow.overheard & 1 << side) != 0 && packet.payloadCaptured > 0) {
            inspections.listener().overheard(flow, side, packet);
        }
    }

    /** Reports a still-open flow if it crossed a multiple of the active timeout since its last packet. */
    private void report(Flow flow) {
        long active = settings.activeNanos();
        long began = flow.start();
        if (active > 0 && (clock - began) / active > (flow.lastClock - began) / active) {
            inspections.listener().active(flow.soFar(clock));
        }
    }

    /** Ends every flow, in no particular order. */
    public void endAll() {
        for (IdleList list : lists) {
            for (Flow flow = list.idlest(); flow != null; flow = list.after(flow)) {
                tell(flow, list == closing ? FlowEnd.CLOSED : FlowEnd.END_OF_CAPTURE, clock);
            }
            list.clear();
        }
        slots.clear();
        departed.clear();
        clock = Long.MIN_VALUE / 2;
        due = clock;
    }

    /** Returns the open flow of a packet, or opens one; null if the packet is only late for one that has ended. */
    private @Nullable Flow flowOf(Packet packet) {
        int hash = hash(packet);
        for (int slot = slots.first(hash); slot != Slots.NONE; slot = slots.after(slot)) {
            Flow flow = slots.get(slot);
            if (FlowKey.isOf(packet, flow)) {
                IdleList list = listOf(flow);
                boolean silent = list.expired(flow, clock);
                boolean expired = silent || list.isApart(flow, packet);
                if (!expired && packet.protocol == Packet.TCP && isNext(flow, packet)) {
                    return succeed(flow, packet, hash);
                }
                if (!expired) {
                    report(flow);
                    list.touch(flow, clock);
                    return flow;
                }
                end(flow, flow.closing ? FlowEnd.CLOSED : FlowEnd.IDLE, silent ? list.surelyOver(flow) : clock);
                break;
            }
        }
        return packet.protocol == Packet.TCP && departed.isLate(packet, clock) ? null : open(packet, hash);
    }

    /** Whether this packet is part of another connection on the ports of the flow. */
    private static boolean isNext(Flow flow, Packet packet) {
        Streams streams = flow.streams();
        int side = FlowKey.sideOf(packet, flow);
        boolean opens = (packet.tcpFlags & (Packet.SYN | Packet.ACK)) == Packet.SYN;
        return flow.closing && opens && streams.isOther(packet, side) || streams.provesRival(packet, side, flow);
    }

    /** Ends a flow, and begins the next one with what it had of it. */
    private Flow succeed(Flow flow, Packet packet, int hash) {
        int side = FlowKey.sideOf(packet, flow);
        Streams.Rival rival = flow.streams().rival();
        boolean takes = rival != null && flow.streams().provesRival(packet, side, flow);
        if (takes) {
            rival.leave(flow);
        }
        end(flow, FlowEnd.CLOSED, clock);
        Flow next = open(packet, hash);
        if (takes) {
            rival.join(next, rival.side == side ? 0 : 1);
        }
        return next;
    }

    private Flow open(Packet packet, int hash) {
        if (slots.size() >= settings.maxFlows()) {
            evict();
        }
        Flow flow = new Flow(packet);
        flow.lastClock = clock;
        slots.add(flow, hash);
        listOf(flow).add(flow, clock);
        counters.flows++;
        if (packet.protocol == Packet.TCP || (packet.tcpFlags & Packet.SYN) != 0) {
            direct(flow, packet);
        }
        return flow;
    }

    private IdleList listOf(Flow flow) {
        if (flow.closing) {
            return closing;
        }
        return switch (flow.protocol()) {
            case Packet.TCP -> tcp;
            case Packet.UDP, Packet.SCTP -> udp;
            default -> others;
        };
    }

    private void direct(Flow flow, Packet packet) {
        boolean syn = (packet.tcpFlags & Packet.SYN) != 0;
        boolean ack = (packet.tcpFlags & Packet.ACK) != 0;
        if (syn) {
            flow.observed(ack ? 1 : 0);
        } else {
            flow.directionUnknown();
            flow.clientSide = (byte) (packet.sourcePort < packet.destinationPort ? 1 : 0);
        }
    }

    private void follow(Flow flow, int side, Packet packet) {
        int flags = packet.tcpFlags;
        boolean other = flow.streams().isOther(packet, side);
        if (flow.inspecting && inspections.isBelieved(flow, side, packet) && !other) {
            if ((flags & Packet.SYN) != 0) {
                if ((flags & Packet.ACK) == 0) {
                    open(flow, side);
                }
                inspections.synchronised(flow, side, packet.tcpSequence);
            }
            if (packet.payloadLength > 0) {
                inspections.inspect(flow, side, packet, false);
            }
            inspections.acknowledged(flow, 1 - side, packet);
        }
        boolean finished = (flow.flags(0) & flow.flags(1) & Packet.FIN) != 0;
        boolean over = (flags & Packet.RST) != 0 ? isReset(flow, side, packet) : finished;
        if (isTriedAgain(flow, side, packet)) {
            closing.remove(flow);
            flow.closing = false;
            tcp.add(flow, clock);
        } else if (over && !flow.closing) {
            tcp.remove(flow);
            flow.closing = true;
            closing.add(flow, clock);
        }
    }

    /** Whether this is the same SYN again after the first was refused, as Windows sends it. */
    private static boolean isTriedAgain(Flow flow, int side, Packet packet) {
        return flow.closing
                && (packet.tcpFlags & (Packet.SYN | Packet.ACK)) == Packet.SYN
                && (flow.flags(1 - side) & Packet.RST) != 0
                && !flow.streams().of(1 - side).hasSyn();
    }

    /** Whether the other side will have obeyed a reset. */
    private static boolean isReset(Flow flow, int side, Packet packet) {
        Streams streams = flow.streams();
        return streams.of(side).mayReset((int) packet.tcpSequence, streams.of(1 - side))
                && !(Checksums.of(packet) == Checksums.State.WRONG && ChecksumTally.ignoresWrong(flow.checksums, side));
    }

    /**
     * A SYN: its sender is the client, unless the other side has sent one too (RFC 9293 section 3.5). The first SYN of a
     * connection stays: whoever sends one later turns nothing.
     */
    private static void open(Flow flow, int side) {
        if ((flow.flags(1 - side) & (Packet.SYN | Packet.ACK)) == Packet.SYN) {
            flow.directionUnknown();
        } else if (flow.direction() != Flow.Direction.OBSERVED) {
            flow.observed(side);
        }
    }

    /** Whether a datagram is of a kind that was never inspected on this flow, so that it may be another protocol's. */
    private static boolean isNewKind(Flow flow, Packet packet) {
        return packet.protocol == Packet.UDP
                && packet.payloadCaptured > 0
                && (flow.kinds & 1 << DatagramKind.of(packet.bytes[packet.payloadOffset])) == 0;
    }

    private void inspectDatagram(Flow flow, int side, Packet packet) {
        flow.inspecting = true;
        if (packet.payloadCaptured > 0) {
            flow.kinds |= (byte) (1 << DatagramKind.of(packet.bytes[packet.payloadOffset]));
        }
        inspections.inspect(flow, side, packet, true);
    }

    private void evict() {
        Flow idlest = null;
        for (IdleList list : lists) {
            Flow candidate = list.idlest();
            if (candidate != null && (idlest == null || candidate.lastClock < idlest.lastClock)) {
                idlest = candidate;
            }
        }
        if (idlest != null) {
            counters.evicted++;
            end(idlest, FlowEnd.EVICTED, clock);
        }
    }

    private void end(Flow flow, FlowEnd reason, long at) {
        listOf(flow).remove(flow);
        slots.remove(flow);
        if (reason == FlowEnd.CLOSED && flow.protocol() == Packet.TCP) {
            departed.add(flow);
        }
        tell(flow, reason, at);
    }

    /** Tells that a flow has ended. */
    private void tell(Flow flow, FlowEnd reason, long at) {
        flow.ended(reason, at);
        inspections.close(flow);
        flow.settle();
        inspections.listener().ended(flow);
    }

    private static int hash(Packet p) {
        long ends = KeyedHash.of(p.sourceHigh, p.sourceLow, p.sourcePort)
                + KeyedHash.of(p.destinationHigh, p.destinationLow, p.destinationPort);
        long flow = KeyedHash.with(ends, (long) p.vlan << Byte.SIZE | p.protocol);
        return (int) (p.tunnel == 0 ? flow : KeyedHash.with(flow, p.tunnel));
    }
}
