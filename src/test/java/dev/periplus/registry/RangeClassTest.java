package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeClassTest {
    @ParameterizedTest
    @CsvSource({"0, SYSTEM", "1023, SYSTEM", "1024, USER", "49151, USER", "49152, DYNAMIC", "65535, DYNAMIC"})
    void bordersAreThoseOfTheRfc(int port, RangeClass expected) {
        assertEquals(expected, RangeClass.of(port));
    }

    @Test
    void everyPortIsInTheRangeOfItsClass() {
        int ports = 0;
        for (RangeClass each : RangeClass.values()) {
            ports += each.range().size();
            assertEquals(each, RangeClass.of(each.range().from()));
            assertEquals(each, RangeClass.of(each.range().to()));
        }
        assertEquals(65536, ports);
    }
}
