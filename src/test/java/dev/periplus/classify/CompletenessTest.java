package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Incomplete;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Lack;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static List<Incomplete> missing(int protocol, Lack lack) {
        FlowFixture flow = FlowFixture.begin(FlowFixture.first(protocol, "10.0.0.1", 1000, "10.0.0.2", 443))
                .observed()
                .sends(0, 1, 10)
                .sends(1, 1, 10)
                .lacks(lack);
        return Completeness.missing(flow.flow(), InspectionResult.nothing(false, false), true);
    }

    @Test
    void whatAGapOrABoundCutOffIsTold() {
        assertEquals(List.of(Incomplete.GAP), missing(Packet.TCP, Lack.GAP));
        assertEquals(List.of(Incomplete.BUDGET), missing(Packet.TCP, Lack.BUDGET));
        assertEquals(List.of(Incomplete.CUT_SHORT), missing(Packet.UDP, Lack.CUT));
    }

    @Test
    void datagramsHaveNoGaps() {
        assertEquals(List.of(), missing(Packet.UDP, Lack.GAP));
    }
}
