package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request that nobody answered has its label, and says that nobody answered. */
class LoneDatagramsTest {
    private static final String CAPTURE = "captures/lone-datagrams.pcap";

    private final List<Map<String, Object>> records =
            Run.of(CAPTURE, "-o", "json").records();

    @Test
    void everyLabelledRequestIsSaidToBeUnanswered() {
        int labelled = 0;
        for (Map<String, Object> record : records) {
            if (record.get("label") != null) {
                labelled++;
                assertEquals(List.of("unanswered"), record.get("incomplete"), record.toString());
            }
        }
        assertEquals(25, labelled);
    }

    @Test
    void anUnansweredRequestMakesNoService() {
        String services = Run.of(CAPTURE, "-o", "services").out();
        for (String label : List.of("ntp", "radius", "wireguard", "openvpn", "statsd")) {
            assertTrue(services.lines().noneMatch(line -> line.strip().startsWith(label)), services);
        }
    }
}
