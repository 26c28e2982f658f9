package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Place;
import dev.periplus.answer.Places;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records do not depend on the number of threads that make them, nor on how these interleave. */
class ParallelMakingTest {
    /** Places that nobody knows, found after a while now and then. */
    private static Places slow(long seed) {
        Random random = new Random(seed);
        return address -> {
            if (random.nextInt(200) == 0) {
                LockSupport.parkNanos(random.nextInt(400_000));
            }
            return null;
        };
    }

    private static RecordMaking parallel(int threads, long seed, long first, Consumer<FlowRecord> out) {
        Settler[] settlers = new Settler[threads];
        for (int i = 0; i < threads; i++) {
            settlers[i] = new Settler(
                    CorrelatorFixture.settling(slow(seed + i)), CorrelatorFixture.RULES, capture -> "a.pcap");
        }
        return new ParallelMaking(settlers, out, first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void theRecordsAreThoseOfOneThread(int threads) {
        long seed = System.nanoTime();
        List<String> expected = new ArrayList<>();
        Settler settler =
                new Settler(CorrelatorFixture.settling(Places.NONE), CorrelatorFixture.RULES, capture -> "a.pcap");
        CorrelatorFixture.correlate(new DirectMaking(settler, record -> expected.add(RandomFlows.text(record))), seed);
        assertTrue(expected.size() > CorrelatorFixture.FLOWS / 2, expected.size() + " records, seed " + seed);
        String all = String.join("\n", expected);
        assertTrue(all.contains("on this server port"), "some rest on proven ports, seed " + seed);
        assertTrue(all.contains("Encapsulation"), "some have copies or halves, seed " + seed);
        for (long first : new long[] {0, 1_000}) {
            List<String> records = new ArrayList<>();
            CorrelatorFixture.correlate(
                    parallel(threads, seed, first, record -> records.add(RandomFlows.text(record))), seed);
            String where = threads + " threads, the first " + first + ", seed " + seed;
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), records.get(i), where);
            }
            assertEquals(expected.size(), records.size(), where);
        }
    }

    @Test
    void aFailureReachesTheCaller() {
        Places failing = new Places() {
            @Override
            public @Nullable Place of(Address address) {
                throw new IllegalArgumentException("on purpose");
            }
        };
        Settler settler =
                new Settler(CorrelatorFixture.settling(failing), CorrelatorFixture.RULES, capture -> "a.pcap");
        RecordMaking making = new ParallelMaking(new Settler[] {settler}, record -> {}, 0);
        assertThrows(IllegalStateException.class, () -> CorrelatorFixture.correlate(making, 1));
        making.close();
    }

    @Test
    void portsOfNeighbouringHostsAreDividedEvenly() {
        int[] flows = new int[Settler.PARTS];
        for (int i = 0; i < 20_000; i++) {
            Packet first =
                    FlowFixture.first(Packet.TCP, "10.0.0.1", 40_000, "10.0." + i / 200 + "." + i % 200, 1 + i % 7);
            flows[Settler.part(FlowFixture.begin(first).flow())]++;
        }
        for (int part : flows) {
            assertTrue(part > 30 && part < 150, "flows of a part: " + part);
        }
    }
}
