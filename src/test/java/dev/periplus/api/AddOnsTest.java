package dev.periplus.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketChoice;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Add-ons that {@link java.util.ServiceLoader} finds. */
public class AddOnsTest {
    private static final Path SSH = Path.of("captures/ssh-on-3251.pcap");

    private static final Path UNKNOWN = Path.of("captures/lone-3248.pcap");

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    /** Takes datagrams for a protocol that no rule knows. */
    public static final class House implements FlowDetector {
        @Override
        public String name() {
            return "house-form";
        }

        @Override
        public boolean wants(String transport) {
            return transport.equals("udp");
        }

        @Override
        public Next inspect(Conversation conversation, Observations found) {
            Side speaker = conversation.speaker();
            Speech said = conversation.of(speaker);
            if (said.length() < 4 || said.at(4 + said.length()) != -1) {
                return Next.DONE;
            }
            if (found.state() == null) {
                found.state(said.packets());
                return Next.MORE;
            }
            found.found("house-talk", 60, "two datagrams of the house", speaker, 0, 4);
            found.metadata("kind", "talk");
            return Next.DONE;
        }
    }

    /** Throws whatever comes. */
    public static final class Broken implements FlowDetector, FlowCorrelation {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public boolean wants(String transport) {
            return true;
        }

        @Override
        public Next inspect(Conversation conversation, Observations found) {
            found.behaves("ssh", Double.NaN, "no weight");
            return Next.MORE;
        }

        @Override
        public List<Hint> ended(EndedFlow flow) {
            throw new IllegalStateException("always");
        }
    }

    /** Says something of the second flow of a client. */
    public static final class Second implements FlowCorrelation {
        private int seen;

        @Override
        public String name() {
            return "second";
        }

        @Override
        public List<Hint> ended(EndedFlow flow) {
            seen++;
            return seen == 2
                    ? List.of(new Hint(
                            "house-talk",
                            70,
                            "the second flow from " + flow.traffic().client().address()))
                    : List.of();
        }
    }

    /** Keeps the flows. */
    public static final class Kept implements FlowOutput {
        static final List<String> LINES = Collections.synchronizedList(new ArrayList<>());

        @Override
        public String name() {
            return "kept";
        }

        @Override
        public Writer open(String target) throws IOException {
            if (target.equals("nowhere")) {
                throw new IOException("nowhere to write");
            }
            return new Writer() {
                @Override
                public void flow(IdentifiedFlow flow) {
                    LINES.add(target + " " + flow.label());
                }

                @Override
                public void finish(RunResult run) {
                    LINES.add("end " + run.flows());
                }
            };
        }
    }

    /** Reads the packets of a small-endian pcap. */
    public static final class Pcap implements PacketInput {
        @Override
        public String scheme() {
            return "testpcap";
        }

        @Override
        public Feed open(String rest) throws IOException {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(Path.of(rest))).order(ByteOrder.LITTLE_ENDIAN);
            boolean nanos = file.getInt(0) == 0xa1b23c4d;
            return new Feed() {
                @Override
                public void read(Taker taker) throws IOException {
                    int at = 24;
                    while (at + 16 <= file.capacity()) {
                        long time = file.getInt(at) * 1_000_000_000L + file.getInt(at + 4) * (nanos ? 1L : 1000L);
                        int captured = file.getInt(at + 8);
                        taker.packet(file.array(), at + 16, captured, file.getInt(at + 12), time, file.getInt(20));
                        at += 16 + captured;
                    }
                    throw new IOException("the line went dead");
                }

                @Override
                public void stop() {}

                @Override
                public void close() {}
            };
        }
    }

    /** Names add-ons for this test only. */
    private void provide(Class<?> service, Class<?> provider) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(service.getName()), provider.getName());
        URL[] places = {folder.toUri().toURL()};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(places, before));
    }

    private static List<IdentifiedFlow> flows(Periplus periplus) throws IOException {
        List<IdentifiedFlow> flows = new ArrayList<>();
        periplus.each(flows::add);
        return flows;
    }

    @BeforeEach
    void forget() {
        Kept.LINES.clear();
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void aDetectorIdentifiesWhatNoRuleKnows() throws IOException {
        provide(FlowDetector.class, House.class);
        IdentifiedFlow flow = flows(Periplus.open(UNKNOWN)).get(0);
        assertEquals("house-talk", flow.label());
        assertEquals("not-as-registered", flow.standing());
        Proof proof = flow.evidence().stream()
                .filter(piece -> piece.rule().equals("house-form"))
                .findFirst()
                .orElseThrow();
        assertEquals(8, proof.bytes().length());
        assertEquals(2, proof.packet());
        assertEquals(List.of("talk"), flow.metadata("x-house-form", "kind"));
        assertTrue(flow.json().contains("\"x-house-form\":{\"kind\":\"talk\"}"), flow.json());
    }

    @Test
    void withoutAddOnsNothingOfThemIsThere() throws IOException {
        provide(FlowDetector.class, House.class);
        IdentifiedFlow flow = flows(Periplus.open(UNKNOWN).withoutAddOns()).get(0);
        assertEquals("no-rule-matched", flow.unknownBecause());
        assertTrue(flow.metadata("x-house-form", "kind").isEmpty());
    }

    @Test
    void whatAnAddOnThrowsIsCountedAndChangesNothing() throws IOException {
        RunResult run = Periplus.open(SSH)
                .detector(Broken::new)
                .correlation(Broken::new)
                .each(flow -> assertEquals("ssh", flow.label()));
        assertTrue(
                run.counters().get("inspection.failures") >= 2, run.counters().toString());
    }

    @Test
    void aCorrelationAddsEvidenceFromOtherFlows() throws IOException {
        List<IdentifiedFlow> flows =
                flows(Periplus.open(Path.of("captures/change-before.pcap")).correlation(Second::new));
        List<Proof> hints = flows.stream()
                .flatMap(flow -> flow.evidence().stream())
                .filter(piece -> piece.rule().equals("second"))
                .toList();
        assertEquals(1, hints.size(), hints.toString());
        assertEquals("companion", hints.get(0).kind());
        assertEquals("house-talk", hints.get(0).label());
    }

    @Test
    void anOutputGetsFlowsAndTheEnd() throws IOException {
        provide(FlowOutput.class, Kept.class);
        Periplus.open(SSH).output("kept=here").each(flow -> {});
        assertEquals(List.of("here ssh", "end 1"), Kept.LINES);
        Periplus nowhere = Periplus.open(SSH).output("kept=nowhere");
        assertEquals(
                "nowhere to write",
                assertThrows(IOException.class, () -> nowhere.each(flow -> {})).getMessage());
        Periplus unknown = Periplus.open(SSH).output("none=x");
        assertThrows(IllegalArgumentException.class, () -> unknown.each(flow -> {}));
    }

    @Test
    void anInputPassesPacketsAndItsFailureIsTold() throws IOException {
        provide(PacketInput.class, Pcap.class);
        List<IdentifiedFlow> flows = new ArrayList<>();
        RunResult run = Periplus.packets("testpcap:" + SSH).each(flows::add);
        assertEquals(89, run.packets());
        assertEquals("ssh", flows.get(0).label());
        assertEquals(List.of("testpcap:" + SSH + ": the line went dead"), run.problems());
        assertNotNull(flows.get(0).evidence().get(0).capture());
    }

    @Test
    void packetsThatContradictThemselvesEndTheInputAndAreTold() throws FilterException {
        byte[] bytes = new byte[60];
        List<Integer> wrong = List.of(-1, 61);
        for (int length : wrong) {
            AddedPackets packets = new AddedPackets(
                    "x",
                    "x",
                    new PacketInput.Feed() {
                        @Override
                        public void read(PacketInput.Taker taker) {
                            taker.packet(bytes, 0, length, 100, 0, 1);
                        }

                        @Override
                        public void stop() {}

                        @Override
                        public void close() {}
                    },
                    new PacketChoice(CaptureOptions.everything()));
            String problem = packets.read((b, o, c, w, t, l, i, n) -> {}).get(0).problem();
            assertTrue(String.valueOf(problem).contains("a packet of " + length + " bytes"), problem);
        }
    }
}
