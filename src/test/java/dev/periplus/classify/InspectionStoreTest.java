package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Metadata;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InspectionStoreTest {
    private static final int FLOWS = 5_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static Flow flow() {
        return FlowFixture.begin(FlowFixture.first(Packet.UDP, "10.0.0.1", 1000, "10.0.0.2", 53))
                .flow();
    }

    private InspectionResult result(int pieces, int values) {
        return RandomResults.result(random, pieces, values);
    }

    private void keepsAll(long inMemory) {
        List<Flow> flows = new ArrayList<>();
        List<InspectionResult> expected = new ArrayList<>();
        try (InspectionStore store = new InspectionStore(inMemory)) {
            for (int i = 0; i < FLOWS; i++) {
                boolean large = random.nextInt(500) == 0;
                InspectionResult found = result(large ? 64 : random.nextInt(4), large ? 400 : random.nextInt(6));
                Flow flow = flow();
                flow.inspection(store.put(found));
                flows.add(flow);
                expected.add(found);
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < FLOWS; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            for (int i : order) {
                assertEquals(expected.get(i), InspectionState.of(flows.get(i)).result(), () -> "seed " + seed);
                String label = InspectionState.of(flows.get(i)).label();
                assertEquals(expected.get(i).label(), label, () -> "seed " + seed);
            }
        }
    }

    @Test
    void whatWasPutAwayInMemoryComesBack() {
        keepsAll(1L << 30);
    }

    @Test
    void whatWasPutAwayInTheFileComesBackInAnyOrder() {
        keepsAll(1);
    }

    /** Opens and closes flows, a few at a time. */
    @Test
    void whatWasTakenOutStaysWithTheFlowAndLeavesRoom() {
        List<Flow> open = new ArrayList<>();
        List<InspectionResult> expected = new ArrayList<>();
        try (InspectionStore store = new InspectionStore(20_000)) {
            for (int i = 0; i < FLOWS; i++) {
                InspectionResult found = result(random.nextInt(4), random.nextInt(6));
                Flow flow = flow();
                flow.inspection(store.put(found));
                open.add(flow);
                expected.add(found);
                if (open.size() > 200) {
                    int gone = random.nextInt(10) == 0 ? random.nextInt(open.size()) : 0;
                    open.get(gone).inspection(InspectionState.of(open.get(gone)).takenOut());
                    assertEquals(
                            expected.get(gone),
                            InspectionState.of(open.get(gone)).result(),
                            () -> "seed " + seed);
                    open.remove(gone);
                    expected.remove(gone);
                }
            }
            for (int i = 0; i < open.size(); i++) {
                assertEquals(expected.get(i), InspectionState.of(open.get(i)).result(), () -> "seed " + seed);
            }
            assertTrue(store.chunks() < 400, () -> store.chunks() + " chunks, seed " + seed);
        }
    }

    @Test
    void aClearedStoreBeginsAgain() {
        try (InspectionStore store = new InspectionStore(1)) {
            for (int round = 0; round < 3; round++) {
                InspectionResult last = InspectionResult.NONE;
                Flow flow = flow();
                for (int i = 0; i < 1_000; i++) {
                    last = result(2, 3);
                    flow.inspection(store.put(last));
                }
                assertEquals(last, InspectionState.of(flow).result(), () -> "seed " + seed);
                store.clear();
            }
        }
    }

    @Test
    void aResultWithAnInsideStaysAsItIs() {
        try (InspectionStore store = new InspectionStore(1)) {
            InspectionResult inner = result(1, 1);
            InspectionResult outer = new InspectionResult(
                    List.of(RandomResults.evidence(random)), "socks", Metadata.NONE, false, false, null, inner);
            assertSame(outer, store.put(outer));
            assertSame(InspectionResult.NONE, store.put(InspectionResult.NONE));
        }
    }
}
