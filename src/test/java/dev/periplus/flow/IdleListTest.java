package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdleListTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TIMEOUT = 60 * SECOND;

    private final Slots slots = new Slots();
    private final IdleList list = new IdleList(slots, TIMEOUT);

    private Flow add(long clock) {
        Flow flow = new Flow(new Packet());
        flow.lastClock = clock;
        slots.add(flow, 1);
        list.add(flow, clock);
        return flow;
    }

    @Test
    void flowsLeaveFromAnyPlaceAndTheRestKeepTheirOrder() {
        Flow first = add(0);
        Flow second = add(1);
        Flow third = add(2);
        Flow fourth = add(3);
        list.remove(second);
        list.remove(fourth);
        assertSame(first, list.idlest());
        list.remove(first);
        assertSame(third, list.idlest());
        list.remove(third);
        assertNull(list.idlest());
        Flow again = add(9);
        assertSame(again, list.idlest());
    }

    @Test
    void aBusyFlowMovesOnceASecond() {
        Flow busy = add(0);
        Flow other = add(0);
        list.touch(busy, SECOND);
        assertSame(busy, list.idlest());
        assertEquals(SECOND, busy.lastClock);
        list.touch(busy, SECOND + 1);
        assertSame(other, list.idlest());
    }

    @Test
    void aFlowExpiresAfterItsTimeout() {
        Flow flow = add(5);
        assertFalse(list.expired(flow, 5 + TIMEOUT));
        assertTrue(list.expired(flow, 6 + TIMEOUT));
    }

    @Test
    void aFlowIsFoundExpiredWhenItIsSurelyOver() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Flow> open = new ArrayList<>();
        long clock = 0;
        for (int step = 0; step < 8_000; step++) {
            clock += random.nextLong(SECOND / 4);
            if (open.size() < 200) {
                open.add(add(clock));
            } else if (random.nextInt(4) > 0) {
                list.touch(open.get(random.nextInt(random.nextInt(1, 200))), clock);
            }
            for (Flow idlest = list.idlest(); idlest != null && list.expired(idlest, clock); idlest = list.idlest()) {
                list.remove(idlest);
                slots.remove(idlest);
                open.remove(idlest);
            }
            for (Flow flow : open) {
                assertTrue(clock <= list.surelyOver(flow), () -> "seed " + seed);
            }
        }
    }
}
