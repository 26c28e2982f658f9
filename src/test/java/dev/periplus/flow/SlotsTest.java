package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots();

    private Flow add(int hash) {
        Flow flow = new Flow(new Packet());
        slots.add(flow, hash);
        return flow;
    }

    private Set<Flow> withHash(int hash) {
        Set<Flow> found = new HashSet<>();
        for (int slot = slots.first(hash); slot != Slots.NONE; slot = slots.after(slot)) {
            found.add(slots.get(slot));
        }
        return found;
    }

    @Test
    void flowsAreFoundByTheirHashWhateverWasAddedAndRemoved() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Integer> hashes = random.ints(700).boxed().toList();
        Map<Integer, Set<Flow>> expected = new HashMap<>();
        List<Map.Entry<Integer, Flow>> open = new ArrayList<>();
        for (int step = 0; step < 12_000; step++) {
            if (random.nextInt(3) > 0 || open.isEmpty()) {
                int hash = hashes.get(random.nextInt(hashes.size()));
                Flow flow = add(hash);
                open.add(Map.entry(hash, flow));
                expected.computeIfAbsent(hash, key -> new HashSet<>()).add(flow);
            } else {
                Map.Entry<Integer, Flow> gone = open.remove(random.nextInt(open.size()));
                slots.remove(gone.getValue());
                expected.get(gone.getKey()).remove(gone.getValue());
            }
        }
        assertEquals(open.size(), slots.size(), "seed " + seed);
        for (int hash : hashes) {
            assertEquals(expected.getOrDefault(hash, Set.of()), withHash(hash), "seed " + seed);
        }
        open.forEach(entry -> assertSame(entry.getValue(), slots.get(entry.getValue().slot), "seed " + seed));
    }

    @Test
    void theNumberOfARemovedFlowIsUsedAgain() {
        add(1);
        Flow second = add(2);
        add(3);
        slots.remove(second);
        assertThrows(IllegalStateException.class, () -> slots.get(second.slot));
        assertEquals(second.slot, add(4).slot);
        assertEquals(3, slots.size());
    }

    @Test
    void aHashThatSharesTheBucketIsAnother() {
        add(5);
        assertEquals(Set.of(), withHash(5 + (1 << 20)));
    }

    @Test
    void clearedSlotsBeginAgain() {
        for (int i = 0; i < 5000; i++) {
            add(i);
        }
        slots.clear();
        assertEquals(0, slots.size());
        assertEquals(Set.of(), withHash(17));
        assertEquals(0, add(17).slot);
    }
}
