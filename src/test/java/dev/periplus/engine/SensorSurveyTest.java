package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sensors see the same packets; one of them has another clock, another place or another side of a gateway. */
class SensorSurveyTest {
    private static final int PACKETS = 60;
    private static final long HOUR = 3_600_000;
    private static final int INSIDE = 0x0a000001;
    private static final int GATEWAY = 0xc6336409;
    private static final int SERVER = 0xc0000250;

    @TempDir
    Path folder;

    private List<String> notes = List.of();
    private final List<Long> times = new ArrayList<>();

    private static byte[] payload(int number) {
        return ("question " + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** One packet a second. */
    private static long sent(int number) {
        return 1_700_000_000_000L + number * 1000L;
    }

    private static RawPcap capture(int ttl, IntToLongFunction time) {
        RawPcap capture = new RawPcap();
        for (int i = 0; i < PACKETS; i++) {
            capture.packet(time.applyAsLong(i), ttl, INSIDE, 40000, SERVER, 4000, payload(i));
        }
        return capture;
    }

    private static RawPcap inside() {
        return capture(64, SensorSurveyTest::sent);
    }

    private static SensorSurvey survey(List<String> paths) throws FilterException {
        return SensorSurvey.of(new SensorReading(paths, CaptureOptions.everything(), 1).sample(), paths);
    }

    /** Returns the capture of each packet that is passed on. */
    private List<Integer> read(RawPcap... captures) throws Exception {
        List<String> paths = new ArrayList<>();
        for (RawPcap capture : captures) {
            paths.add(capture.write(folder.resolve((char) ('a' + paths.size()) + ".pcap"))
                    .toString());
        }
        times.clear();
        List<Integer> passed = new ArrayList<>();
        SensorSurvey survey = survey(paths);
        try (CaptureSet set = new CaptureSet(paths, CaptureOptions.everything());
                Deduplication source = new Deduplication(set, paths.size(), survey)) {
            for (int i = 0; i < paths.size(); i++) {
                set.clock(i, survey.clock(i));
            }
            source.read((bytes, offset, captured, wire, time, link, capture, number) -> {
                passed.add(capture);
                times.add(time / 1_000_000);
            });
            notes = source.notes().stream()
                    .map(note -> note.replace(folder + "/", ""))
                    .toList();
        }
        return passed;
    }

    @Test
    void aClockThatIsAheadIsCorrectedAndPacketsAreCountedOnce() throws Exception {
        assertEquals(PACKETS, read(inside(), capture(63, i -> sent(i) + 3000)).size());
        assertEquals(
                List.of("b.pcap is 3.000 s ahead of a.pcap, 60 packets in common; its times are corrected"), notes);
        assertEquals(sent(PACKETS - 1), times.get(PACKETS - 1));
    }

    @Test
    void aTimeZoneThatIsWrongIsCorrectedWhicheverCaptureIsNamedFirst() throws Exception {
        RawPcap longer = inside();
        for (int i = 0; i < 5; i++) {
            longer.packet(sent(PACKETS + i), 64, INSIDE, 40000, SERVER, 4000, payload(PACKETS + i));
        }
        assertEquals(
                PACKETS + 5, read(capture(63, i -> sent(i) - 2 * HOUR), longer).size());
        assertEquals(
                List.of("a.pcap is 7,200.000 s behind b.pcap, 60 packets in common; its times are corrected"), notes);
        assertEquals(sent(0), times.get(0));
    }

    @Test
    void aClockThatDriftsIsFollowed() throws Exception {
        assertEquals(
                PACKETS,
                read(inside(), capture(63, i -> sent(i) + 5000 + i * 100L)).size());
        assertEquals(1, notes.size());
    }

    @Test
    void whatWasSentAgainDaysLaterIsNoSecondSensor() throws Exception {
        assertEquals(
                2 * PACKETS,
                read(inside(), capture(63, i -> sent(i) + 72 * HOUR)).size());
        assertEquals(List.of(), notes);
    }

    @Test
    void fewPacketsInCommonTellNothing() throws Exception {
        RawPcap other = new RawPcap();
        for (int i = 0; i < 10; i++) {
            other.packet(sent(i) + 5000, 63, INSIDE, 40000, SERVER, 4000, payload(i));
        }
        assertEquals(PACKETS + 10, read(inside(), other).size());
    }

    private static RawPcap merged(int otherTtl, long delay) {
        RawPcap merged = new RawPcap();
        for (int i = 0; i < PACKETS; i++) {
            merged.packet(sent(i), 64, INSIDE, 40000, SERVER, 4000, payload(i));
            merged.packet(sent(i) + delay, otherTtl, INSIDE, 40000, SERVER, 4000, payload(i));
        }
        return merged;
    }

    @Test
    void aMergedCaptureOfTwoPlacesCountsOnce() throws Exception {
        assertEquals(PACKETS, read(merged(63, 1)).size());
        assertEquals(
                List.of("a.pcap holds 60 packets twice, 1.0 ms apart, from two places on their path; counted once"),
                notes);
    }

    @Test
    void whatAHostSentTwiceIsCountedTwice() throws Exception {
        assertEquals(2 * PACKETS, read(merged(64, 1)).size());
        assertEquals(List.of(), notes);
    }

    /** The outer sensor sees answers before the inner one does. */
    @Test
    void bothSidesOfAGatewayAreOneFlow() throws Exception {
        RawPcap inside = new RawPcap();
        RawPcap outside = new RawPcap();
        for (int i = 0; i < PACKETS; i++) {
            inside.packet(sent(i), 64, INSIDE, 40000, SERVER, 4000, payload(i));
            outside.packet(sent(i) + 5, 63, GATEWAY, 20001, SERVER, 4000, payload(i));
            inside.packet(sent(i) + 100, 62, SERVER, 4000, INSIDE, 40000, payload(-i - 1));
            outside.packet(sent(i) + 95, 63, SERVER, 4000, GATEWAY, 20001, payload(-i - 1));
        }
        List<Integer> passed = read(outside, inside);
        assertEquals(2 * PACKETS, passed.size());
        assertEquals(0, passed.stream().filter(capture -> capture == 0).count());
        assertEquals(
                List.of("a.pcap holds 120 packets of b.pcap behind address translation (same sequence numbers and"
                        + " payload, other addresses); counted once"),
                notes);
    }
}
