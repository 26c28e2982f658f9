package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2023-09-18 17:44:10 | 2023-09-18T21:44:10Z",
                "2023-09-18T21:44:10Z | 2023-09-18T21:44:10Z",
                "2023-09-18 21:44:10.5 UTC | 2023-09-18T21:44:10.500Z",
                "2023-09-18 23:44 +02:00 | 2023-09-18T21:44:00Z",
                "2023-09-18T23:44:10+0200 | 2023-09-18T21:44:10Z",
                "Sep 18, 2023 17:44:10.123456789 | 2023-09-18T21:44:10.123456789Z",
                "2023-09-18 23:44:10 Europe/Paris | 2023-09-18T21:44:10Z",
                "2023-09-18 | 2023-09-18T04:00:00Z",
                "1695073450.25 | 2023-09-18T21:44:10.250Z",
            })
    void timesAreReadInTheZoneWrittenOrElseTheUsual(String text, String time) {
        Instant expected = Instant.parse(time);
        assertEquals(
                expected.getEpochSecond() * 1_000_000_000L + expected.getNano(),
                Objects.requireNonNull(TimeText.moment(text, NEW_YORK)).nanos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2023-13-01",
                "2023-02-30",
                "25:00",
                "2023-09-18 24:10",
                "2023-09-18 10",
                "9999-12-31",
                "2023-09-18 10:00 Nowhere/Land",
                "",
                "Foo 1, 2023"
            })
    void otherTextIsNoTime(String text) {
        assertNull(TimeText.moment(text, ZoneOffset.UTC));
    }

    @Test
    void aTimeHoldsWhatBeginsLikeIt() {
        TimeText.Moment minute = Objects.requireNonNull(TimeText.moment("2023-09-18 21:44", ZoneOffset.UTC));
        assertTrue(minute.holds(minute.nanos() + 59_999_999_999L));
        assertFalse(minute.holds(minute.nanos() + 60_000_000_000L));
        assertFalse(minute.holds(minute.nanos() - 1));
    }

    @ParameterizedTest
    @CsvSource({"1.5,1.5", "500ms,0.5", "90s,90", "5m,300", "1h30m,5400", "2d,172800", "3us,0.000003", "2min,120"})
    void durationsHaveUnits(String text, BigDecimal seconds) {
        assertEquals(0, seconds.compareTo(Objects.requireNonNull(TimeText.seconds(text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "5x", "5m3", "-1s", "1e9", "5 m"})
    void otherTextIsNoDuration(String text) {
        assertNull(TimeText.seconds(text));
    }
}
