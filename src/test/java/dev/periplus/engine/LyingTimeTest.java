package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.flow.FlowEnd;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One packet lies about its time: the other flows end as they would without it. */
class LyingTimeTest {
    private static final int FLOWS = 600;
    private static final long BEGIN = 1_700_000_000_000L;
    private static final int STEP_MILLIS = 2_000;
    private static final long LARGEST = 0xffff_fff0L * 1000;

    @TempDir
    Path folder;

    /** Returns why each flow ended, by its client's port. */
    private Map<Integer, FlowEnd> read(RawPcap pcap, int shards) throws Exception {
        Path file = pcap.write(folder.resolve("lying.pcap"));
        Engine.Settings settings = Engine.Settings.of(
                RuleFolder.read(null, packaged -> Knowledge.load(new RuleLoader().load(), packaged, false)), shards);
        Map<Integer, FlowEnd> ends = new TreeMap<>();
        List<Integer> ports = new ArrayList<>();
        try (Engine engine = new Engine(settings);
                CaptureSet set = new CaptureSet(List.of(file.toString()), CaptureOptions.everything())) {
            engine.run(set, capture -> "lying.pcap", record -> {
                ports.add(record.flow().port(0));
                ends.put(record.flow().port(0), record.flow().endReason());
            });
        }
        assertEquals(FLOWS, ports.size(), "flows");
        return ends;
    }

    /** One packet per flow, two seconds apart. */
    private static RawPcap capture(int liar, long lie) {
        RawPcap pcap = new RawPcap();
        for (int i = 0; i < FLOWS; i++) {
            pcap.packet(i == liar ? lie : BEGIN + (long) i * STEP_MILLIS, 10_000 + i, "x");
        }
        return pcap;
    }

    /** The ports of the flows that fell silent, as ranges. */
    private static String idle(Map<Integer, FlowEnd> ends) {
        StringBuilder ranges = new StringBuilder();
        for (int port = 10_000; port <= 10_000 + FLOWS; port++) {
            boolean here = ends.get(port) == FlowEnd.IDLE;
            boolean before = ends.get(port - 1) == FlowEnd.IDLE;
            ranges.append(here && !before ? " from " + port : "").append(!here && before ? " to " + (port - 1) : "");
        }
        return ranges.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 247, 248, 249, 250, 254, 255, 256, 257, 300, 511, 512, 598})
    void onePacketOfAnotherTimeEndsNoOtherFlow(int liar) throws Exception {
        Map<Integer, FlowEnd> truth = read(capture(-1, 0), 1);
        for (long lie : new long[] {LARGEST, 0, BEGIN + 86_400_000, BEGIN - 86_400_000}) {
            Map<Integer, FlowEnd> told = read(capture(liar, lie), 2);
            told.put(10_000 + liar, truth.get(10_000 + liar));
            assertEquals(idle(truth), idle(told), "time " + lie);
        }
    }

    /** Nothing can confirm the last packet; a lie as large as the year 2106 is not believed all the same. */
    @Test
    void neitherDoesTheLastPacket() throws Exception {
        long timeOfTheOneBefore = BEGIN + (FLOWS - 2L) * STEP_MILLIS;
        Map<Integer, FlowEnd> truth = read(capture(FLOWS - 1, timeOfTheOneBefore), 1);
        for (long lie : new long[] {LARGEST, 0}) {
            assertEquals(idle(truth), idle(read(capture(FLOWS - 1, lie), 2)), "time " + lie);
        }
    }

    @Test
    void aGapInTheCaptureEndsTheFlowsBeforeIt() throws Exception {
        for (int gap : new int[] {1, 248, 255, 256, 300}) {
            RawPcap pcap = new RawPcap();
            for (int i = 0; i < FLOWS; i++) {
                long later = i < gap ? 0 : 7_200_000;
                pcap.packet(BEGIN + later + i, 10_000 + i, "x");
            }
            Map<Integer, FlowEnd> ends = read(pcap, 2);
            ends.forEach((port, end) ->
                    assertEquals(port < 10_000 + gap ? FlowEnd.IDLE : FlowEnd.END_OF_CAPTURE, end, "port " + port));
        }
    }

    /** The packets of the flow on either side of a gap are two flows. */
    @Test
    void aFlowExpiresByItsOwnSilence() throws Exception {
        for (int gap : new int[] {1, 247, 255, 256, 599}) {
            RawPcap pcap = new RawPcap();
            for (int i = 0; i < FLOWS; i++) {
                long later = i < gap ? 0 : 7_200_000;
                pcap.packet(BEGIN + later + i, i == gap ? 10_000 : 10_000 + i, "x");
            }
            assertEquals(FLOWS - 1, read(pcap, 2).size());
        }
    }

    /** An older capture follows: without a clock that advances with it, none of its flows would ever fall silent. */
    @Test
    void flowsOfAnOlderCaptureFallSilentToo() throws Exception {
        RawPcap pcap = new RawPcap();
        for (int i = 0; i < FLOWS; i++) {
            long back = i < FLOWS / 2 ? 0 : 86_400_000;
            pcap.packet(BEGIN - back + (long) i * STEP_MILLIS, 10_000 + i, "x");
        }
        long idle = read(pcap, 2).values().stream().filter(FlowEnd.IDLE::equals).count();
        assertEquals(FLOWS - 180 / 2 - 1, idle);
    }
}
