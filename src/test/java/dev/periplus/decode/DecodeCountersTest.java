package dev.periplus.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecodeCountersTest {
    /** Values of the public fields. */
    static List<Long> figures(DecodeCounters counters) {
        return Arrays.stream(DecodeCounters.class.getFields())
                .map(field -> figure(field, counters))
                .toList();
    }

    private static long figure(Field field, DecodeCounters counters) {
        try {
            return field.getLong(counters);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyFieldIsSummed() throws IllegalAccessException {
        DecodeCounters one = new DecodeCounters();
        DecodeCounters other = new DecodeCounters();
        List<Long> sums = new ArrayList<>();
        for (Field field : DecodeCounters.class.getFields()) {
            long figure = sums.size() + 1;
            field.setLong(one, figure);
            field.setLong(other, 100 * figure);
            sums.add(101 * figure);
        }
        one.add(other);
        assertEquals(sums, figures(one));
    }

    @Test
    void lossesTunnelsAndLinkTypesAreThoseOfAllShards() {
        DecodeCounters one = new DecodeCounters();
        one.lose(DecodeLoss.IP_VERSION);
        one.open(Tunnel.GRE);
        one.unsupported(147, 1);
        DecodeCounters other = new DecodeCounters();
        other.lose(DecodeLoss.IP_VERSION);
        other.lose(DecodeLoss.FRAGMENT_EXPIRED);
        other.open(Tunnel.GRE);
        other.unsupported(147, 2);
        other.unsupported(148, 3);
        one.add(other);
        assertEquals(2, one.malformed());
        assertEquals(6, one.unsupported());
        assertEquals(2, one.opened(Tunnel.GRE));
        assertEquals(1, one.lost(DecodeLoss.FRAGMENT_EXPIRED));
        assertEquals(Map.of(147, 3L, 148, 3L), one.unsupportedLinkTypes());
    }

    @Test
    void moreLinkTypesThanAreKeptApartAreStillCounted() {
        DecodeCounters counters = new DecodeCounters();
        for (int linkType = 300; linkType < 400; linkType++) {
            counters.unsupported(linkType, 2);
        }
        assertEquals(200, counters.unsupported());
        assertEquals(168, counters.unsupportedOthers());
        DecodeCounters sum = new DecodeCounters();
        sum.unsupported(1, 1);
        sum.add(counters);
        assertEquals(201, sum.unsupported());
    }

    @Test
    void settingsWithoutRoomForADatagramAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DecodeSettings(true, true, 0, 1 << 20, 1));
        assertThrows(IllegalArgumentException.class, () -> new DecodeSettings(true, true, 1, 65_535, 1));
        assertThrows(IllegalArgumentException.class, () -> new DecodeSettings(true, true, 1, 1 << 20, -1));
    }
}
