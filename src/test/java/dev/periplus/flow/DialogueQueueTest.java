package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DialogueQueueTest {
    private final DialogueQueue queue = new DialogueQueue();

    private static Dialogue dialogue(int bytes) {
        Dialogue dialogue = new Dialogue(new Spares());
        hear(dialogue, bytes);
        return dialogue;
    }

    private static void hear(Dialogue dialogue, int bytes) {
        Packet packet = FlowFixture.first(Packet.UDP, "10.0.0.1", 1, "10.0.0.2", 2);
        dialogue.lend(FlowFixture.begin(packet).flow(), true);
        packet.bytes = new byte[bytes];
        packet.payloadOffset = 0;
        packet.payloadCaptured = bytes;
        packet.payloadLength = bytes;
        dialogue.hear(packet, 0, new FlowCounters());
    }

    @Test
    void theLargestIsTheLongestBorrowedOfTheMostBits() {
        assertNull(queue.largest());
        Dialogue small = dialogue(10);
        Dialogue large = dialogue(50_000);
        Dialogue larger = dialogue(60_000);
        for (Dialogue each : List.of(small, large, larger)) {
            queue.add(each);
        }
        assertSame(small, queue.oldest());
        assertSame(large, queue.largest());
        queue.remove(large);
        assertSame(larger, queue.largest());
        queue.remove(larger);
        assertSame(small, queue.largest());
        hear(small, 20_000);
        queue.measure(small);
        assertEquals(small.bytes(), queue.bytes());
        queue.remove(small);
        assertEquals(0, queue.bytes());
        assertNull(queue.oldest());
    }

    @Test
    void itsBytesAndItsLargestAreRightWhateverHappens() {
        long seed = System.nanoTime();
        System.out.println("DialogueQueueTest seed " + seed);
        Random random = new Random(seed);
        List<Dialogue> borrowed = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int choice = random.nextInt(3);
            if (choice == 0 || borrowed.isEmpty()) {
                Dialogue made = dialogue(random.nextInt(1 << random.nextInt(16) + 1));
                queue.add(made);
                borrowed.add(made);
            } else if (choice == 1) {
                queue.remove(borrowed.remove(random.nextInt(borrowed.size())));
            } else {
                Dialogue grown = borrowed.get(random.nextInt(borrowed.size()));
                hear(grown, random.nextInt(1 << random.nextInt(16) + 1));
                queue.measure(grown);
            }
            assertEquals(borrowed.stream().mapToLong(Dialogue::bytes).sum(), queue.bytes(), "seed " + seed);
            Dialogue largest = queue.largest();
            int most = borrowed.stream()
                    .map(Dialogue::bytes)
                    .max(Comparator.naturalOrder())
                    .orElse(0);
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(most);
            assertEquals(
                    bits,
                    largest == null ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(largest.bytes()),
                    "seed " + seed);
        }
    }
}
