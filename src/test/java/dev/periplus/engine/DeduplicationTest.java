package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeduplicationTest {
    @TempDir
    Path folder;

    private List<Long> duplicates = List.of();

    /** Returns capture and payload of each packet that is passed on. */
    private List<String> read(RawPcap... captures) throws Exception {
        List<String> paths = new ArrayList<>();
        for (RawPcap capture : captures) {
            paths.add(capture.write(folder.resolve(paths.size() + ".pcap")).toString());
        }
        List<String> passed = new ArrayList<>();
        try (CaptureSet set = new CaptureSet(paths, CaptureOptions.everything());
                Deduplication source = new Deduplication(set, paths.size(), SensorSurvey.none(paths, 1))) {
            source.read((bytes, offset, captured, wire, time, link, capture, number) -> passed.add(capture + " "
                    + new String(
                            bytes, offset + RawPcap.PAYLOAD, captured - RawPcap.PAYLOAD, StandardCharsets.US_ASCII)));
            duplicates = List.of(source.duplicates(0), source.duplicates(paths.size() - 1));
        }
        return passed;
    }

    @Test
    void aPacketOfTwoCapturesIsPassedOnOnceAndCountedForTheLater() throws Exception {
        RawPcap one = new RawPcap().packet(1000, "a").packet(2000, "b");
        RawPcap other = new RawPcap().packet(1400, "a").packet(2400, "c");
        assertEquals(List.of("0 a", "0 b", "1 c"), read(one, other));
        assertEquals(List.of(0L, 1L), duplicates);
    }

    @Test
    void aPacketRepeatedInOneCaptureWasSentTwice() throws Exception {
        RawPcap one = new RawPcap().packet(1000, "a").packet(1100, "a");
        assertEquals(List.of("0 a", "0 a"), read(one));
        assertEquals(
                List.of("0 a", "0 a"),
                read(one, new RawPcap().packet(1050, "b")).stream()
                        .filter(packet -> packet.endsWith("a"))
                        .toList());
    }

    @Test
    void equalPacketsASecondApartAreDifferentPackets() throws Exception {
        RawPcap one = new RawPcap().packet(1000, "a").packet(1900, "x");
        assertEquals(List.of("0 a", "0 x", "1 a"), read(one, new RawPcap().packet(2000, "a")));
        assertEquals(List.of(0L, 0L), duplicates);
    }

    @Test
    void tooManyCapturesAreRefused() throws Exception {
        try (CaptureSet none = new CaptureSet(List.of(), CaptureOptions.everything())) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new Deduplication(none, 200_000, SensorSurvey.none(List.of(), 1)));
            assertEquals("200000 captures; at most 131072 can be read together", refused.getMessage());
        }
    }
}
