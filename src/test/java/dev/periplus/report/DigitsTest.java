package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {
    private static final DateTimeFormatter NINE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);
    private final Digits digits = new Digits();

    @ParameterizedTest
    @CsvSource({
        "183325, 2, 1833.25",
        "0, 9, 0",
        "1, 9, 0.000000001",
        "5000000000, 9, 5",
        "-605, 1, -60.5",
        "-5, 1, -0.5",
        "9999, 4, 0.9999",
        "10000, 4, 1",
        "9223372036854775807, 9, 9223372036.854775807",
        "-9223372036854775808, 9, -9223372036.854775808",
    })
    void decimalsHaveNoNoise(long scaled, int decimals, String expected) {
        assertEquals(expected, digits.decimal(scaled, decimals).toString());
    }

    @Test
    void timesAreThoseOfTheCalendar() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long nanos = i == 0 ? Long.MAX_VALUE : i == 1 ? Long.MIN_VALUE : random.nextLong();
            Instant instant =
                    Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
            String nine = String.format("%09d", instant.getNano());
            String expected = NINE.format(instant).replaceFirst("\\.\\d+Z", "." + nine + "Z");
            assertEquals(expected, digits.time(nanos).toString(), () -> "seed " + seed + ", " + nanos);
        }
    }

    @Test
    void numbersAreThoseOfJava() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long number = random.nextLong() >> random.nextInt(Long.SIZE);
            assertEquals(Long.toString(number), digits.decimal(number, 0).toString(), () -> "seed " + seed);
        }
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            for (long number : new long[] {power - 1, power, power + 1, -power}) {
                assertEquals(Long.toString(number), digits.decimal(number, 0).toString());
            }
        }
    }

    @Test
    void addressesAreDotted() {
        assertEquals("0.0.0.0", digits.ipv4(0).toString());
        assertEquals("255.255.255.255", digits.ipv4(-1).toString());
        assertEquals("10.9.100.200", digits.ipv4(0x0a0964c8).toString());
    }

    @Test
    void leapDaysAreKept() {
        assertEquals(
                "2024-02-29T23:59:59.000000001Z",
                digits.time(Instant.parse("2024-02-29T23:59:59Z").getEpochSecond() * 1_000_000_000L + 1)
                        .toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.000000",
        "1500000000123456789, 1500000000.123456",
        "999, 0.000000",
        "-1500000000, -1.500000",
    })
    void secondsHaveSixDecimals(long nanos, String expected) {
        assertEquals(expected, digits.seconds(nanos).toString());
    }

    @Test
    void microsecondsLeaveTheZoneToTheCaller() {
        assertEquals(
                "2017-07-14T02:40:00.123456",
                digits.micros(1_500_000_000_123_456_789L).toString());
    }
}
