package dev.periplus.flow;

import dev.periplus.address.KeyedHash;
import dev.periplus.decode.Checksums;
import dev.periplus.decode.Packet;
import dev.periplus.decode.PacketHandler;
import java.util.ArrayDeque;

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
    private static final int POOLED = 256;

    private final FlowSettings settings;
    private FlowListener listener;
    private final FlowCounters counters = new FlowCounters();
    private final ArrayDeque<Dialogue> pool = new ArrayDeque<>();
    private final DialogueQueue inUse = new DialogueQueue();
    private final IdleList tcp;
    private final IdleList udp;
    private final IdleList others;
    private final IdleList closing;
    private final IdleList[] lists;
    private final Slots slots = new Slots();
    private long clock = Long.MIN_VALUE / 2;

    public FlowTable(FlowSettings settings, FlowListener listener) {
        this.settings = settings;
        this.listener = listener;
        tcp = new IdleList(slots, settings.tcpIdleNanos());
        udp = new IdleList(slots, settings.udpIdleNanos());
        others = new IdleList(slots, settings.otherIdleNanos());
        closing = new IdleList(slots, settings.closeNanos());
        lists = new IdleList[] {closing, others, udp, tcp};
    }

    public FlowCounters counters() {
        return counters;
    }

    /** Replaces the listener; open flows stay. */
    public void listener(FlowListener next) {
        listener = next;
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
        for (IdleList list : lists) {
            Flow idlest = list.idlest();
            while (idlest != null && list.expired(idlest, nanos)) {
                end(idlest, list == closing ? Flow.End.CLOSED : Flow.End.IDLE, list.surelyOver(idlest));
                idlest = list.idlest();
            }
        }
    }

    @Override
    public void onPacket(Packet packet) {
        clock(packet.clock);
        Flow flow = flowOf(packet);
        int side = FlowKey.sideOf(packet, flow);
        flow.count(packet, side);
        if (packet.protocol == Packet.TCP) {
            follow(flow, side, packet);
        } else if ((flow.inspecting || isNewKind(flow, packet))
                && packet.payloadLength > 0
                && isBelieved(flow, side, packet)) {
            inspectDatagram(flow, side, packet);
        }
        if (flow.overheard && packet.payloadCaptured > 0) {
            listener.overheard(flow, side, packet);
        }
    }

    /** Reports a still-open flow if it crossed a multiple of the active timeout since its last packet. */
    private void report(Flow flow) {
        long active = settings.activeNanos();
        long began = flow.start();
        if (active > 0 && (clock - began) / active > (flow.lastClock - began) / active) {
            listener.active(flow.soFar(clock));
        }
    }

    /** Ends every flow, in no particular order. */
    public void endAll() {
        for (IdleList list : lists) {
            for (Flow flow = list.idlest(); flow != null; flow = list.idlest()) {
                end(flow, list == closing ? Flow.End.CLOSED : Flow.End.END_OF_CAPTURE, clock);
            }
        }
        slots.clear();
        clock = Long.MIN_VALUE / 2;
    }

    private Flow flowOf(Packet packet) {
        int hash = hash(packet);
        for (int slot = slots.first(hash); slot != Slots.NONE; slot = slots.after(slot)) {
            Flow flow = slots.get(slot);
            if (FlowKey.isOf(packet, flow)) {
                IdleList list = listOf(flow);
                boolean expired = list.expired(flow, clock);
                if (!expired && !reopened(flow, packet)) {
                    report(flow);
                    list.touch(flow, clock);
                    return flow;
                }
                Flow.End reason = expired && !flow.closing ? Flow.End.IDLE : Flow.End.CLOSED;
                end(flow, reason, expired ? list.surelyOver(flow) : clock);
                break;
            }
        }
        return open(packet, hash);
    }

    /** Whether this packet is a SYN on a closed flow, which begins a new flow. */
    private boolean reopened(Flow flow, Packet packet) {
        return flow.closing
                && packet.protocol == Packet.TCP
                && (packet.tcpFlags & (Packet.SYN | Packet.ACK)) == Packet.SYN;
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
        if (flow.inspecting && isBelieved(flow, side, packet)) {
            if ((flags & Packet.SYN) != 0) {
                if ((flags & Packet.ACK) == 0) {
                    open(flow, side);
                }
                flow.synchronised(side, packet.tcpSequence);
                Dialogue dialogue = flow.dialogue;
                if (dialogue != null) {
                    dialogue.synchronised(side, packet.tcpSequence);
                }
            }
            if (packet.payloadLength > 0) {
                inspect(flow, side, packet, false);
            }
        }
        boolean finished = (flow.flags(0) & flow.flags(1) & Packet.FIN) != 0;
        if (((flags & Packet.RST) != 0 || finished) && !flow.closing) {
            tcp.remove(flow);
            flow.closing = true;
            closing.add(flow, clock);
        }
    }

    /** A SYN: its sender is the client, unless the other side has sent one too (RFC 9293 section 3.5). */
    private static void open(Flow flow, int side) {
        if ((flow.flags(1 - side) & (Packet.SYN | Packet.ACK)) == Packet.SYN) {
            flow.directionUnknown();
        } else {
            flow.observed(side);
        }
    }

    /**
     * Whether the host will not have ignored the packet for its checksum. As long as a side has said nothing with a right
     * one, wrong ones are believed, because payload may have been changed after the capture; its flow is not settled. At
     * the first right one that is in the place of wrong ones, what these seemed to say is forgotten.
     */
    private boolean isBelieved(Flow flow, int side, Packet packet) {
        Checksums.State state = Checksums.of(packet);
        int tally = flow.checksums;
        flow.checksums = packet.payloadLength > 0 ? ChecksumTally.with(tally, side, state) : tally;
        if (state == Checksums.State.WRONG) {
            counters.checksumsWrong++;
            if (ChecksumTally.ignoresWrong(tally, side)) {
                counters.checksumsIgnored++;
                flow.lacks |= packet.payloadLength > 0 ? Lack.GAP.bit : 0;
                return false;
            }
        } else if (state == Checksums.State.OFFLOADED) {
            counters.checksumsOffloaded++;
        } else if (state == Checksums.State.RIGHT && ChecksumTally.isFirstRight(tally, side)) {
            Dialogue dialogue = flow.dialogue;
            if (dialogue != null && dialogue.contradicts(side, packet)) {
                dialogue.forget(side, packet);
                listener.forgotten(flow);
            }
        }
        return true;
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
        inspect(flow, side, packet, true);
    }

    private void inspect(Flow flow, int side, Packet packet, boolean datagrams) {
        Dialogue dialogue = dialogueOf(flow, datagrams);
        if (dialogue.hear(packet, side, counters)) {
            listener.said(dialogue);
            flow.inspecting |= ChecksumTally.isDoubtful(flow.checksums);
        }
        flow.lacks |= dialogue.lost(side) ? Lack.GAP.bit : 0;
        inUse.measure(dialogue);
        for (Dialogue most = inUse.largest(); inUse.bytes() > settings.undecidedBytes() && most != null; ) {
            cut(most);
            most = inUse.largest();
        }
        if (dialogue.packets(0) + dialogue.packets(1) >= settings.inspectedPackets() && spent(dialogue)) {
            flow.lacks |= dialogue.isThin() ? Lack.BUDGET.bit : 0;
            flow.settle();
        }
        if (!flow.inspecting) {
            close(flow);
        }
    }

    private boolean spent(Dialogue dialogue) {
        int limit = settings.inspectedPackets();
        return dialogue.spent(0, limit) && dialogue.spent(1, limit)
                || dialogue.spent(0, 2 * limit)
                || dialogue.spent(1, 2 * limit)
                || dialogue.full(0) && dialogue.full(1);
    }

    private Dialogue dialogueOf(Flow flow, boolean datagrams) {
        Dialogue dialogue = flow.dialogue;
        if (dialogue == null) {
            Dialogue oldest = inUse.oldest();
            if (inUse.size() >= settings.maxInspected() && oldest != null) {
                cut(oldest);
            }
            dialogue = pool.isEmpty() ? new Dialogue() : pool.pop();
            dialogue.lend(flow, datagrams);
            inUse.add(dialogue);
            flow.dialogue = dialogue;
        }
        return dialogue;
    }

    /** Ends an inspection for lack of memory. */
    private void cut(Dialogue dialogue) {
        counters.inspectionsCut++;
        dialogue.flow().lacks |= Lack.BUDGET.bit;
        dialogue.flow().settle();
        close(dialogue.flow());
    }

    private void close(Flow flow) {
        Dialogue dialogue = flow.dialogue;
        if (dialogue != null) {
            flow.dialogue = null;
            inUse.remove(dialogue);
            int gaps = dialogue.unfilled();
            counters.streamGaps += gaps;
            flow.lacks |= gaps > 0 ? Lack.GAP.bit : 0;
            listener.closed(dialogue);
            if (pool.size() < POOLED) {
                pool.push(dialogue);
            }
        }
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
            end(idlest, Flow.End.EVICTED, clock);
        }
    }

    private void end(Flow flow, Flow.End reason, long at) {
        listOf(flow).remove(flow);
        slots.remove(flow);
        flow.ended(reason, at);
        close(flow);
        flow.settle();
        listener.ended(flow);
    }

    private static int hash(Packet p) {
        long ends = KeyedHash.of(p.sourceHigh, p.sourceLow, p.sourcePort)
                + KeyedHash.of(p.destinationHigh, p.destinationLow, p.destinationPort);
        long flow = KeyedHash.with(ends, (long) p.vlan << Byte.SIZE | p.protocol);
        return (int) (p.tunnel == 0 ? flow : KeyedHash.with(flow, p.tunnel));
    }
}
