package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import org.junit.jupiter.api.Test;

class LossesTest {
    @Test
    void nothingLostIsSaidSo() {
        Counters counters = Counters.of(
                Counter.PACKETS.count(100),
                Counter.PACKETS_MALFORMED.count(3),
                Counter.FLOWS_UNKNOWN.count("no-payload", 5),
                Counter.FLOWS_OPEN.count(2),
                Counter.MALFORMED.count(0),
                Counter.MALFORMED_HEADER.count("ip-version", 0));
        assertEquals("nothing", Losses.lost(counters));
        assertEquals("", Losses.besides(counters));
    }

    @Test
    void reasonsStandBehindTheirLoss() {
        Counters counters = Counters.of(
                Counter.MALFORMED.count(12),
                Counter.UNSUPPORTED.count(3),
                Counter.FLOWS.count(3),
                Counter.MALFORMED_HEADER.count("ip-version", 10),
                Counter.MALFORMED_HEADER.count("udp-length", 2),
                Counter.LINK_TYPE.count("147", 3),
                Counter.FLOWS_EVICTED.count(1),
                Counter.FRAGMENTS.count(8),
                Counter.FRAGMENTS_EXPIRED.count(2),
                Counter.TRUNCATED.count(7));
        assertEquals(
                "12 malformed (10 ip version, 2 udp length), 3 unsupported (3 linktype 147), 1 flow evicted,"
                        + " 2 expired fragments, 7 packets cut short by the capture",
                Losses.lost(counters));
    }

    @Test
    void whatIsNoLossIsSaidBesides() {
        Counters counters = Counters.of(
                Counter.NOT_IP.count(4),
                Counter.TUNNEL.count("gtp-u", 2),
                Counter.TUNNEL.count("vxlan", 0),
                Counter.PACKETS_FILTERED.count(9),
                Counter.PACKETS_DUPLICATE.count(2_267));
        assertEquals(
                "4 without IP, 2 decapsulated from gtp-u, 9 left out by the filter, 2,267 duplicates left out",
                Losses.besides(counters));
        assertEquals("nothing", Losses.lost(counters));
    }
}
