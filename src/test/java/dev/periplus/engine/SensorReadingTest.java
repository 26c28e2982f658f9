package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.FilterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SensorReadingTest {
    private static final List<String> CAPTURES = IntStream.range(0, 3)
            .boxed()
            .flatMap(round -> List.of("captures/announced-flows.pcap", "captures/change-before.pcap").stream())
            .toList();

    private static List<String> sampled(CaptureOptions options) throws FilterException {
        List<String> groups = new ArrayList<>();
        SensorSample sample = new SensorReading(CAPTURES, options, 7).sample();
        sample.groups(group -> groups.add(group.toString()), group -> groups.add("translated " + group));
        for (int i = 0; i < CAPTURES.size(); i++) {
            groups.add("packets " + sample.packets(i));
        }
        return groups;
    }

    @Test
    void theSampleDoesNotDependOnWhichCaptureIsReadFirst() throws Exception {
        CaptureOptions asOne = new CaptureOptions(null, 0, Long.MAX_VALUE);
        List<String> expected = sampled(asOne);
        assertTrue(expected.size() > 2 * CAPTURES.size(), expected.toString());
        assertEquals(expected, sampled(CaptureOptions.everything()));
    }

    @Test
    void allBytesAreReadUnlessItIsStopped() throws Exception {
        SensorReading reading = new SensorReading(CAPTURES, CaptureOptions.everything(), 7);
        reading.sample();
        long size = CAPTURES.stream()
                .mapToLong(path -> Path.of(path).toFile().length())
                .sum();
        assertEquals(size, reading.bytesRead());
        SensorReading stopped = new SensorReading(CAPTURES, CaptureOptions.everything(), 7);
        stopped.stop();
        assertEquals(0, stopped.sample().packets(0));
    }

    @Test
    void aWrongFilterIsToldToTheCaller() {
        CaptureOptions wrong = new CaptureOptions("no such filter", 0, 0);
        assertThrows(FilterException.class, () -> new SensorReading(CAPTURES, wrong, 7).sample());
    }
}
