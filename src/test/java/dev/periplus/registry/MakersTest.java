package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class MakersTest {
    @Test
    void theBeginningOfAMacAddressNamesItsMaker() {
        assertEquals("VMware", Makers.of("00:0c:29:67:42:7a"));
        assertEquals("XEROX", Makers.of("00:00:00:00:00:01"));
    }

    @Test
    void aLongerBeginningGoesFirst() {
        assertEquals("SYNERGY SYSTEMS AND SOLU", Makers.of("c8:5c:e2:7a:bc:de"));
    }

    @Test
    void nobodyMadeAnAddressThatSomebodyChose() {
        assertEquals("locally administered", Makers.of("02:53:00:00:00:01"));
        assertNull(Makers.of("10.0.0.1"));
        assertNull(Makers.of("fc:ff:ff:00:00:01"));
    }
}
