package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunCountTest {
    private final FlowRecord over =
            Records.tcp("10.0.0.1", "10.0.0.2", 22).label("ssh", 0.99).made();
    private final FlowRecord open = Records.of(
                    FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 22))
                            .observed()
                            .sends(0, 3, 60)
                            .soFar())
            .made();
    private final List<String> taken = new ArrayList<>();

    private Map<String, Long> counters(RunCount count) {
        return count.summary(1, List.of(), Map.of(), Map.of(), 0).counters();
    }

    @Test
    void aFlowThatGoesOnIsNotOneThatIsOver() {
        RunCount count = new RunCount(record -> true, new FlowTaker() {
            @Override
            public void flow(FlowRecord record) {
                taken.add("over");
            }

            @Override
            public void goesOn(FlowRecord record) {
                taken.add("goes on");
            }
        });
        List.of(open, open, over).forEach(count);
        assertEquals(List.of("goes on", "goes on", "over"), taken);
        assertEquals(1, counters(count).get("flows"));
        assertEquals(2, counters(count).get("flows.reported-active"));
    }

    @Test
    void whoDoesNotAskForOpenFlowsGetsEachFlowOnce() {
        RunCount count = new RunCount(record -> true, record -> taken.add("over"));
        List.of(open, open, over).forEach(count);
        assertEquals(List.of("over"), taken);
    }

    @Test
    void flowsThatAreNotWantedAreCounted() {
        RunCount count = new RunCount(record -> false, record -> taken.add("over"));
        List.of(open, over).forEach(count);
        assertEquals(List.of(), taken);
        assertEquals(1, counters(count).get("flows.not-shown"));
        assertNull(counters(new RunCount(record -> true, record -> {})).get("flows.not-shown"));
    }
}
