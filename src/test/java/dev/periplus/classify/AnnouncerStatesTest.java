package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import org.junit.jupiter.api.Test;

class AnnouncerStatesTest {
    private static final Announcer NONE = new Announcer() {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public void hear(Flow flow, int side, Packet packet, Announcements into) {}
    };

    private final AnnouncerStates states = new AnnouncerStates(2);

    private Announcements keeping() {
        OverheardPacket hearing =
                new OverheardPacket(states, new FactOutlet(announcement -> {}, 64), announcement -> {}, null);
        Announcements flow = new Announcements(NONE, hearing);
        flow.state("unfinished");
        return flow;
    }

    @Test
    void theStateBegunFirstMakesRoom() {
        Announcements first = keeping();
        Announcements second = keeping();
        second.state("more");
        assertEquals(0, states.dropped());
        Announcements third = keeping();
        assertNull(first.state());
        assertNotNull(second.state());
        assertEquals(1, states.dropped());
        first.state("begun again");
        assertNull(second.state());
        assertNotNull(third.state());
        assertEquals(2, states.dropped());
    }

    @Test
    void theStateOfAFlowThatEndedIsNoLoss() {
        keeping().dropState();
        keeping();
        keeping();
        assertEquals(0, states.dropped());
    }
}
