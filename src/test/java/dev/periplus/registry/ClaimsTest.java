package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private final PortRegistry registry = PortRegistry.load();
    private final KnownUsers users = KnownUsers.load();

    @Test
    void bringsTogetherWhatIsClaimedOfAPort() {
        Claims claims = Claims.of(registry, users, 17, 3248);
        assertEquals(RangeClass.USER, claims.rangeClass());
        assertEquals("procos-lm", claims.registered().name());
        assertEquals("framehawk", claims.knownUsers().get(0).id());
    }

    @Test
    void holdsAliasesAndEntriesWithoutTransport() {
        assertTrue(Claims.of(registry, users, 6, 80).registrations().stream()
                .anyMatch(entry -> entry.name().equals("www")));
        assertEquals(
                "active-net", Claims.of(registry, users, 17, 3323).registered().name());
    }

    @Test
    void layersWithoutPortsAreClaimedByTheirNumber() {
        assertEquals("lldp", claimed(Transport.ofEtherType(0x88cc), 0));
        assertEquals("stp", claimed(Transport.ofAccessPoint(0x42), 0));
        assertEquals("cdp", claimed(Transport.ofOrganisation(0x00000c), 0x2000));
        assertEquals("vtp", claimed(Transport.ofOrganisation(0x00000c), 0x2003));
        assertEquals("ospfigp", claimed(89, 0));
        assertNull(Claims.of(registry, users, Transport.ofEtherType(0x4242), 0).registered());
        assertNull(Claims.of(registry, users, Transport.ofOrganisation(0x00000c), 0x7fff)
                .registered());
        assertTrue(registry.services().contains("LLDP"));
    }

    private String claimed(int transport, int port) {
        return Claims.of(registry, users, transport, port).registered().name();
    }

    @Test
    void aDynamicPortIsNobodys() {
        Claims claims = Claims.of(registry, users, 132, 60000);
        assertEquals(RangeClass.DYNAMIC, claims.rangeClass());
        assertNull(claims.registered());
        assertEquals(List.of(), claims.registrations());
        assertEquals(List.of(), claims.knownUsers());
    }
}
