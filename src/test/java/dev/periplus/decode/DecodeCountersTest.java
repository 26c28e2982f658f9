package dev.periplus.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodeCountersTest {
    @Test
    void sumsAreThoseOfAllShards() {
        DecodeCounters one = new DecodeCounters();
        one.packets = 3;
        one.ipPackets = 2;
        one.truncated = 1;
        one.lose(DecodeLoss.IP_VERSION);
        one.open(Tunnel.GRE);
        one.unsupported(147, 1);
        DecodeCounters other = new DecodeCounters();
        other.packets = 4;
        other.notIp = 5;
        other.fragments = 6;
        other.reassembled = 7;
        other.lose(DecodeLoss.IP_VERSION);
        other.lose(DecodeLoss.FRAGMENT_EXPIRED);
        other.open(Tunnel.GRE);
        other.unsupported(147, 2);
        other.unsupported(148, 3);
        one.add(other);
        assertEquals(7, one.packets);
        assertEquals(2, one.malformed());
        assertEquals(6, one.unsupported());
        assertEquals(2, one.opened(Tunnel.GRE));
        assertEquals(
                List.of(7L, 2L, 5L, 1L, 2L, 6L, 6L, 7L),
                new ArrayList<>(one.all().values()).subList(0, 8));
        assertEquals(3L, one.all().get("unsupported.linktype-147"));
        assertEquals(1L, one.all().get("fragments.expired"));
        assertEquals(2L, one.all().get("tunnel.gre"));
    }

    @Test
    void moreLinkTypesThanAreKeptApartAreStillCounted() {
        DecodeCounters counters = new DecodeCounters();
        for (int linkType = 300; linkType < 400; linkType++) {
            counters.unsupported(linkType, 2);
        }
        assertEquals(200, counters.unsupported());
        assertEquals(168L, counters.all().get("unsupported.linktype-other"));
        DecodeCounters sum = new DecodeCounters();
        sum.unsupported(1, 1);
        sum.add(counters);
        assertEquals(201, sum.unsupported());
    }

    @Test
    void namesAreUniqueAndStayInOrder() {
        List<String> names = new ArrayList<>(new DecodeCounters().all().keySet());
        assertEquals(names.size(), new HashSet<>(names).size());
        assertEquals("packets", names.get(0));
        assertEquals(14 + DecodeLoss.values().length + Tunnel.values().length, names.size());
    }

    @Test
    void settingsWithoutRoomForADatagramAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DecodeSettings(true, 0, 1 << 20, 1));
        assertThrows(IllegalArgumentException.class, () -> new DecodeSettings(true, 1, 65_535, 1));
        assertThrows(IllegalArgumentException.class, () -> new DecodeSettings(true, 1, 1 << 20, -1));
    }
}
