package dev.periplus.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9999, 9.9 kB",
        "10000, 10 kB",
        "999999, 999 kB",
        "22400000, 22 MB",
        "3100000000, 3.1 GB",
        "9223372036854775807, 9.2 EB"
    })
    void bytesAreShort(long bytes, String expected) {
        assertEquals(expected, Amounts.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "99999, 99999", "100000, 100k", "4560000, 4.5M"})
    void countsAreShort(long count, String expected) {
        assertEquals(expected, Amounts.shortCount(count));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "1, under 1 ms",
        "420000000, 420 ms",
        "1500000000, 1.5 s",
        "59999999999, 59.9 s",
        "60000000000, 1 min",
        "1833000000000, 30 min 33 s",
        "7500000000000, 2 h 5 min",
        "180000000000000, 2 d 2 h"
    })
    void durationsHaveTwoUnits(long nanos, String expected) {
        assertEquals(expected, Amounts.duration(nanos));
    }

    @ParameterizedTest
    @CsvSource({"0.9999, 0.99", "1, 1.00", "0.5, 0.50", "0.29, 0.29", "0.97, 0.97"})
    void confidenceIsNeverRoundedUp(double confidence, String expected) {
        assertEquals(expected, Amounts.confidence(confidence));
    }

    @Test
    void nounsFollowTheNumber() {
        assertEquals("1 flow", Amounts.count(1, "flow"));
        assertEquals("12,345 flows", Amounts.count(12_345, "flow"));
        assertEquals("0 packets", Amounts.count(0, "packet"));
    }
}
