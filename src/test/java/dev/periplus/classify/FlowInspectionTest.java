package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Inside;
import dev.periplus.rule.Services;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowInspectionTest {
    private static final HostNames NAMES = new HostNames(new Services(List.of()));

    @Test
    void holdsWhatItsInsidesHold() {
        ExchangeFixture outer = new ExchangeFixture(false).client(new byte[1000]);
        Inside tunnel = new Inside(outer, 10, 0);
        Inside deeper = new Inside(tunnel, 20, 0);
        tunnel.grow(outer, 0);
        deeper.grow(tunnel, 0);
        FlowInspection inspection = new FlowInspection(new Detector[0], NAMES, 0, 1, true);
        FlowInspection within = new FlowInspection(new Detector[0], NAMES, 0, 2, true);
        assertEquals(0, inspection.heldBytes());
        inspection.inside(tunnel, within);
        assertEquals(tunnel.bytes(), inspection.heldBytes());
        within.inside(deeper, new FlowInspection(new Detector[0], NAMES, 0, 3, true));
        assertEquals(tunnel.bytes() + deeper.bytes(), inspection.heldBytes());
    }
}
