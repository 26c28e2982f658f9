package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.answer.FlowRecord;
import dev.periplus.classify.Heard;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.rulefile.InvalidRulesException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The answer does not depend on how many hand flows over, nor on how much at once. */
class CorrelatorOrderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long END = 500 * SECOND;
    private static final int FLOWS = 600;
    private static final int NAMES = 200;

    /** Flows and names of one input, the same for the same seed: correlating changes flows. */
    private static List<Object> input(long seed) {
        Random random = new Random(seed);
        List<Object> all = new ArrayList<>();
        for (int number = 1; number <= FLOWS; number++) {
            Packet first = FlowFixture.first(
                    random.nextBoolean() ? Packet.TCP : Packet.UDP,
                    "10.0.0." + (1 + random.nextInt(4)),
                    40_000 + random.nextInt(3),
                    "10.0.1." + (1 + random.nextInt(4)),
                    1 + random.nextInt(40));
            first.number = number;
            first.time = random.nextInt(400) * SECOND;
            first.vlan = random.nextInt(4) == 0 ? 7 : 0;
            FlowFixture begun = FlowFixture.begin(first).sends(0, 1 + random.nextInt(2), 10 * random.nextInt(2));
            if (random.nextBoolean()) {
                begun.sends(1, 1, 20);
            }
            Flow flow =
                    begun.over(first.time + (1 + random.nextInt(90)) * SECOND).flow();
            flow.inspection(InspectionResult.NONE);
            all.add(flow);
        }
        for (int i = 0; i < NAMES; i++) {
            long clock = random.nextInt(400) * SECOND;
            all.add(new Heard(
                    clock,
                    new NameAnnouncement(
                            Objects.requireNonNull(Address.parse("10.0.1." + (1 + random.nextInt(4)))),
                            Objects.requireNonNull(Address.parse("10.0.0." + (1 + random.nextInt(4)))),
                            i,
                            Math.max(0, clock - random.nextInt(2) * SECOND),
                            "host-" + random.nextInt(9) + ".example")));
        }
        return all;
    }

    private static long clock(Object entry) {
        return entry instanceof Flow flow ? flow.overAt() : ((Heard) entry).clock();
    }

    /** Hands the input over in steps of this time, each by several producers in any order. */
    private static List<String> records(long seed, long step, int producers) throws InvalidRulesException {
        Random random = new Random(seed ^ step ^ producers);
        List<String> records = new ArrayList<>();
        Correlator correlator = CorrelatorFixture.begun(record -> records.add(text(record)));
        List<Object> left = input(seed);
        for (long clock = 0; !left.isEmpty(); clock += step) {
            long until = clock + step;
            List<Object> now =
                    left.stream().filter(entry -> clock(entry) < until).collect(Collectors.toList());
            left.removeIf(entry -> clock(entry) < until);
            Collections.shuffle(now, random);
            for (int producer = 0; producer < producers; producer++) {
                int from = now.size() * producer / producers;
                List<Object> its = now.subList(from, now.size() * (producer + 1) / producers);
                correlator.over(
                        its.stream()
                                .filter(Flow.class::isInstance)
                                .map(Flow.class::cast)
                                .toList(),
                        its.stream()
                                .filter(Heard.class::isInstance)
                                .map(Heard.class::cast)
                                .toList());
            }
            correlator.upTo(Math.min(until, END));
        }
        correlator.upTo(END);
        correlator.end();
        return records;
    }

    private static String text(FlowRecord record) {
        Flow flow = record.flow();
        return String.join(
                " ",
                Long.toString(record.number()),
                Long.toString(flow.firstPacket()),
                record.evidence().toString(),
                record.metadata().toString(),
                Integer.toString(record.scanTargets()),
                String.valueOf(flow.otherHalf()),
                flow.copies().toString(),
                flow.packets(0) + "/" + flow.packets(1),
                flow.server().toString());
    }

    @Test
    void theAnswerIsTheSameHoweverFlowsAreHandedOver() throws InvalidRulesException {
        long seed = System.nanoTime();
        List<String> expected = records(seed, SECOND / 2, 1);
        assertTrue(expected.size() > FLOWS / 2, expected.size() + ", seed " + seed);
        for (long step : new long[] {SECOND, 7 * SECOND, 61 * SECOND, 600 * SECOND}) {
            for (int producers : new int[] {1, 3}) {
                List<String> others = records(seed, step, producers);
                for (int i = 0; i < expected.size(); i++) {
                    String where = "record " + i + ", step " + step + ", producers " + producers + ", seed " + seed;
                    assertEquals(expected.get(i), others.get(i), where);
                }
                assertEquals(expected.size(), others.size());
            }
        }
    }
}
