package dev.periplus.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.report.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowSelectionTest {
    private final List<FlowRecord> flows = new ArrayList<>();

    private void ssh(int number, String server) {
        flows.add(Records.tcp("10.0.0.1", server, 22)
                .number(number)
                .label("ssh", 0.99)
                .registered("ssh", "SSH", Standing.AS_REGISTERED)
                .made());
    }

    /** Returns the numbers of the chosen flows. */
    private List<Long> chosen(int most) {
        FlowSelection selection = new FlowSelection(most);
        List<FlowRecord> kept = new ArrayList<>();
        List<Integer> levels = new ArrayList<>();
        for (FlowRecord flow : flows) {
            int level = selection.level(flow);
            if (level >= 0) {
                kept.add(flow);
                levels.add(level);
            }
        }
        assertEquals(flows.size(), selection.offered());
        FlowSelection.Choice choice = selection.new Choice();
        return IntStream.range(0, kept.size())
                .filter(i -> choice.takes(levels.get(i)))
                .mapToObj(i -> kept.get(i).number())
                .toList();
    }

    @Test
    void whereThereIsRoomAllFlowsAreIn() {
        IntStream.rangeClosed(1, 10).forEach(number -> ssh(number, "10.0.0.2"));
        assertEquals(10, chosen(10).size());
    }

    @Test
    void ofAlikeFlowsTheFirstAreIn() {
        IntStream.rangeClosed(1, 100).forEach(number -> ssh(number, "10.0.0.2"));
        IntStream.rangeClosed(101, 103).forEach(number -> ssh(number, "10.0.0.3"));
        IntStream.rangeClosed(104, 110).forEach(number -> ssh(number, "10.0.0.4"));
        assertEquals(List.of(1L, 2L, 3L, 4L, 101L, 102L, 103L, 104L, 105L, 106L), chosen(10));
    }

    @Test
    void aConflictThatComesLateHasRoom() {
        for (int i = 1; i <= 200; i++) {
            ssh(i, "10.0.1." + i);
        }
        flows.add(Records.tcp("10.0.0.1", "10.0.0.9", 3251)
                .number(201)
                .label("ssh", 0.99)
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .made());
        List<Long> chosen = chosen(20);
        assertEquals(20, chosen.size());
        assertTrue(chosen.contains(201L), chosen::toString);
    }
}
