package dev.periplus.flow;

import dev.periplus.decode.Checksums;
import dev.periplus.decode.Packet;
import java.util.ArrayDeque;

/**
 * The undecided flows of one table: each borrows a {@link Dialogue}, which orders what its sides send; the listener is
 * called for each new piece. Bounded in number and in bytes.
 */
final class Inspections {
    private static final int POOLED = 256;

    /** So many gaps of a side are passed at its end. */
    private static final int MOST_LAST = 64;

    private final FlowSettings settings;
    private final FlowCounters counters;
    private final ArrayDeque<Dialogue> pool = new ArrayDeque<>();
    private final Spares spares = new Spares();
    private final DialogueQueue inUse = new DialogueQueue();
    private FlowListener listener;

    Inspections(FlowSettings settings, FlowListener listener, FlowCounters counters) {
        this.settings = settings;
        this.listener = listener;
        this.counters = counters;
    }

    FlowListener listener() {
        return listener;
    }

    void listener(FlowListener next) {
        listener = next;
    }

    /** A believed SYN tells where the stream of its side begins. */
    void synchronised(Flow flow, int side, long sequence) {
        Dialogue dialogue = flow.dialogue;
        if (dialogue != null) {
            dialogue.synchronised(side, sequence);
        }
    }

    /** A segment of the other side came: what it says of a gap in a side's stream. */
    void acknowledged(Flow flow, int side, Packet packet) {
        Dialogue dialogue = flow.dialogue;
        if (dialogue != null && dialogue.acknowledged(side, packet)) {
            passGap(dialogue, side);
            inUse.measure(dialogue);
            if (!flow.inspecting) {
                close(flow);
            }
        }
    }

    /** Goes on behind a gap in a side's stream, unless what precedes it has given a label. */
    private void passGap(Dialogue dialogue, int side) {
        Flow flow = dialogue.flow();
        boolean hasBegun = dialogue.said(side).length() > 0;
        flow.lacks |= Lack.GAP.bit;
        if (hasBegun && !listener.mayForget(flow)) {
            dialogue.lose(side, counters);
            return;
        }
        counters.streamGaps++;
        if (hasBegun) {
            listener.forgotten(flow);
        }
        dialogue.passGap(side);
        listener.said(dialogue);
    }

    /**
     * Whether the host will not have ignored the packet for its checksum. As long as a side has said nothing with a right
     * one, wrong ones are believed, because payload may have been changed after the capture; its flow is not settled. At
     * the first right one that is in the place of wrong ones, what these seemed to say is forgotten. A segment whose frame
     * ends too early counts as one with a wrong checksum.
     */
    boolean isBelieved(Flow flow, int side, Packet packet) {
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
        } else if (state == Checksums.State.SHORTENED) {
            return !ChecksumTally.ignoresWrong(tally, side);
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

    /** Shows payload to the listener. */
    void inspect(Flow flow, int side, Packet packet, boolean datagrams) {
        Dialogue dialogue = dialogueOf(flow, datagrams);
        if (dialogue.hear(packet, side, counters)) {
            listener.said(dialogue);
            flow.inspecting |= ChecksumTally.isDoubtful(flow.checksums);
        }
        if (dialogue.isStuck(side)) {
            passGap(dialogue, side);
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
            dialogue = pool.isEmpty() ? new Dialogue(spares) : pool.pop();
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

    /** Ends the inspection of a flow, behind the last gap if it is still undecided. */
    void close(Flow flow) {
        Dialogue dialogue = flow.dialogue;
        if (dialogue != null) {
            for (int side = 0; side < 2; side++) {
                for (int left = MOST_LAST; flow.inspecting && dialogue.isWaiting(side) && left > 0; left--) {
                    passGap(dialogue, side);
                }
            }
            flow.dialogue = null;
            inUse.remove(dialogue);
            int gaps = dialogue.unfilled();
            counters.streamGaps += gaps;
            flow.lacks |= gaps > 0 ? Lack.GAP.bit : 0;
            listener.closed(dialogue);
            dialogue.takenBack();
            if (pool.size() < POOLED) {
                pool.push(dialogue);
            }
        }
    }
}
