package dev.periplus.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Captures replayed over and over, 64 at once, in the order of packet times. Every play has its own addresses and
 * begins when an earlier one ends; the gaps between its packets are those of the capture. Packets of link types other
 * than Ethernet are left out.
 */
final class MixWorkload implements Traffic {
    private static final int AT_ONCE = 64;
    private static final int ETHERNET = 1;

    private final List<List<CapturedPacket>> captures = new ArrayList<>();

    MixWorkload(List<List<CapturedPacket>> captures) {
        for (List<CapturedPacket> capture : captures) {
            List<CapturedPacket> packets = capture.stream()
                    .filter(packet -> packet.linkType() == ETHERNET)
                    .sorted(Comparator.comparingLong(CapturedPacket::time))
                    .toList();
            if (!packets.isEmpty()) {
                this.captures.add(packets);
            }
        }
        if (this.captures.isEmpty()) {
            throw new IllegalArgumentException("no packets to play");
        }
    }

    @Override
    public void into(PcapWriter out) throws IOException {
        FreshAddresses fresh = new FreshAddresses();
        PriorityQueue<Play> plays = new PriorityQueue<>();
        int begun = 0;
        while (begun < AT_ONCE) {
            plays.add(play(begun++, fresh, START));
        }
        for (Play first = plays.remove(); first.next(out); first = plays.remove()) {
            plays.add(first.isOver() ? play(begun++, fresh, first.time()) : first);
        }
    }

    private Play play(int number, FreshAddresses fresh, long start) {
        return new Play(number, captures.get(number % captures.size()), new Readdressing(fresh), start);
    }
}
