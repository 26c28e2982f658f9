package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final Map<String, Long> counters = new LinkedHashMap<>();

    @Test
    void nothingLostIsSaidSo() {
        counters.put("packets", 100L);
        counters.put("flows.unknown.no-payload", 5L);
        counters.put("malformed", 0L);
        counters.put("malformed.ip-version", 0L);
        assertEquals("nothing", Losses.lost(counters));
    }

    @Test
    void partsStandBehindTheirSum() {
        counters.put("malformed", 12L);
        counters.put("flows", 3L);
        counters.put("malformed.ip-version", 10L);
        counters.put("malformed.udp-length", 2L);
        counters.put("flows.evicted", 1L);
        counters.put("fragments", 8L);
        counters.put("fragments.expired", 2L);
        counters.put("truncated", 7L);
        assertEquals(
                "12 malformed (10 ip version, 2 udp length), 1 flow evicted, 2 fragments expired,"
                        + " 7 packets cut short by the capture",
                Losses.lost(counters));
    }

    @Test
    void aCounterThatIsNewIsALoss() {
        counters.put("something-new", 3L);
        assertEquals("3 something new", Losses.lost(counters));
    }

    @Test
    void whatIsNoLossIsSaidBesides() {
        counters.put("not-ip", 4L);
        counters.put("tunnel.gre", 2L);
        counters.put("tunnel.vxlan", 0L);
        counters.put("packets-filtered", 9L);
        assertEquals("4 without IP, 2 taken out of gre, 9 left out by the filter", Losses.besides(counters));
        assertEquals("nothing", Losses.lost(counters));
    }
}
