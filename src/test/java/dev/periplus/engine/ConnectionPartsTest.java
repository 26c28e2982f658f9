package dev.periplus.engine;

import static dev.periplus.engine.TcpCapture.ACK;
import static dev.periplus.engine.TcpCapture.FIN;
import static dev.periplus.engine.TcpCapture.RST;
import static dev.periplus.engine.TcpCapture.SYN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.engine.TcpCapture.Place;
import dev.periplus.flow.Encapsulation;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection is one flow, however long it pauses and wherever it was captured a second time. */
class ConnectionPartsTest {
    private static final long SECOND = 1_000_000;
    private static final long CLIENT_ISN = 0xffff_ff00L;
    private static final long SERVER_ISN = 77_000;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    Path folder;

    private final TcpCapture capture = new TcpCapture();
    private Place place = Place.UNTAGGED;
    private long now;
    private long client;
    private long server;

    private void send(boolean fromClient, int flags, String text) {
        long sequence = fromClient ? client : server;
        capture.tcp(now, place, fromClient, flags, sequence, fromClient ? server : client, text);
        long next = sequence + text.length() + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
        client = fromClient ? next : client;
        server = fromClient ? server : next;
        now += SECOND / 100;
    }

    private void open(long clientIsn, long serverIsn) {
        client = clientIsn;
        server = serverIsn;
        send(true, SYN, "");
        send(false, SYN | ACK, "");
        send(true, ACK, "");
    }

    private void talk() {
        send(true, ACK, REQUEST);
        send(false, ACK, ANSWER);
        send(true, ACK, "");
    }

    private void close() {
        send(true, FIN | ACK, "");
        send(false, FIN | ACK, "");
        send(true, ACK, "");
    }

    private List<FlowRecord> records() throws Exception {
        List<FlowRecord> one = records(1);
        List<FlowRecord> three = records(3);
        assertEquals(
                one.stream().map(ConnectionPartsTest::text).toList(),
                three.stream().map(ConnectionPartsTest::text).toList());
        return one;
    }

    private List<FlowRecord> records(int shards) throws Exception {
        List<FlowRecord> records = released(settings(shards));
        records.sort(Comparator.comparingLong(record -> record.flow().start()));
        return records;
    }

    private static Engine.Settings settings(int shards) throws Exception {
        return Engine.Settings.of(
                RuleFolder.read(null, packaged -> Knowledge.load(new RuleLoader().load(), packaged, false)), shards);
    }

    private List<FlowRecord> released(Engine.Settings settings) throws Exception {
        Path file = capture.write(folder.resolve("parts.pcap"));
        List<FlowRecord> records = new ArrayList<>();
        try (Engine engine = new Engine(settings);
                CaptureSet set = new CaptureSet(List.of(file.toString()), CaptureOptions.everything())) {
            engine.run(set, name -> "parts.pcap", records::add);
        }
        return records;
    }

    private static String text(FlowRecord record) {
        Flow flow = record.flow();
        return record.verdict().label() + " " + flow.packets(flow.clientSide()) + "+" + flow.packets(flow.serverSide())
                + " " + flow.payload(flow.clientSide()) + "+"
                + flow.payload(flow.serverSide());
    }

    private List<String> flows() throws Exception {
        return records().stream().map(ConnectionPartsTest::text).toList();
    }

    private static String http(int packets, int more, int times) {
        return "http " + packets + "+" + more + " " + times * REQUEST.length() + "+" + times * ANSWER.length();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 3_600, 50_000})
    void aConnectionGoesOnAfterAPause(int seconds) throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        now += seconds * SECOND;
        talk();
        now += seconds * SECOND;
        talk();
        close();
        assertEquals(List.of(http(10, 5, 3)), flows());
        Flow flow = records().get(0).flow();
        assertEquals(Flow.Direction.OBSERVED, flow.direction());
        assertEquals(FlowEnd.CLOSED, flow.endReason());
        assertEquals(0, flow.missed(0) + flow.missed(1));
    }

    @Test
    void whatCannotBeWaitedForNamesTheConnectionThatItContinues() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        for (int i = 0; i < 2; i++) {
            now += 400 * SECOND;
            talk();
        }
        now += 400 * SECOND;
        close();
        List<FlowRecord> parts = released(settings(1).live(SECOND * 1_000 * 1_000, 60 * SECOND * 1_000));
        assertEquals(4, parts.size());
        Flow first = parts.get(0).flow();
        assertNull(first.continued());
        for (FlowRecord part : parts.subList(1, 4)) {
            assertSame(first, part.flow().continued());
        }
    }

    /** The server answers on another VLAN, once; the client is silent minutes later only. */
    @Test
    void aHalfThatAnswersWaitsForTheOther() throws Exception {
        Place back = new Place(20, 0);
        place = new Place(10, 0);
        client = CLIENT_ISN;
        server = SERVER_ISN;
        send(true, SYN, "");
        place = back;
        send(false, SYN | ACK, "");
        place = new Place(10, 0);
        send(true, ACK, "");
        send(true, ACK, REQUEST);
        now += 200 * SECOND;
        send(true, FIN | ACK, "");
        now += 500 * SECOND;
        place = new Place(30, 0);
        open(5, 6);
        List<FlowRecord> records = records();
        assertEquals(2, records.size());
        assertEquals(new Encapsulation(20, 0), records.get(0).flow().otherHalf());
    }

    @Test
    void anotherConnectionContinuesNothing() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        now += 400 * SECOND;
        open(client, server);
        talk();
        List<FlowRecord> parts = released(settings(1).live(SECOND * 1_000 * 1_000, 60 * SECOND * 1_000));
        assertEquals(2, parts.size());
        assertNull(parts.get(1).flow().continued());
    }

    /** RFC 9293 section 3.8.4: the number before the next, with or without a byte. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\0"})
    void keepAlivesHoldItTogether(String byteSent) throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        for (int i = 0; i < 4; i++) {
            now += 7_200 * SECOND;
            capture.tcp(now, place, false, ACK, server - 1, client, byteSent);
            now += SECOND;
            send(true, ACK, "");
        }
        now += 7_200 * SECOND;
        talk();
        assertEquals(List.of(http(10, 7, 2)), flows());
        Flow flow = records().get(0).flow();
        assertEquals(0, flow.missed(0) + flow.missed(1));
    }

    @Test
    void whatIsSaidAfterASilentBeginningNamesIt() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        now += 400 * SECOND;
        talk();
        assertEquals(List.of(http(4, 2, 1)), flows());
    }

    @Test
    void whatIsNotCapturedAfterThePauseIsMissed() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        now += 400 * SECOND;
        client += 500;
        talk();
        assertEquals(List.of(http(6, 3, 2)), flows());
        assertEquals(500, records().get(0).flow().missed(0));
    }

    @Test
    void otherNumbersAreAnotherConnection() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        now += 400 * SECOND;
        client += 0x1234_5678;
        server += 0x1234_5678;
        talk();
        assertEquals(2, flows().size());
    }

    @Test
    void aNewSynIsAnotherConnection() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        now += 400 * SECOND;
        open(client, server);
        talk();
        assertEquals(2, flows().size());
    }

    @Test
    void theRestOfAConnectionMayEndWhereTheNextBegins() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        now += 400 * SECOND;
        talk();
        now += 20 * SECOND;
        open(0x1234_5678, 0x2345_6789);
        talk();
        assertEquals(List.of(http(6, 3, 2), http(4, 2, 1)), flows());
    }

    @Test
    void aResetThatIsIgnoredEndsNothing() throws Exception {
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        send(false, RST, "");
        now += 12 * SECOND;
        send(true, ACK, "");
        now += 15 * SECOND;
        talk();
        assertEquals(List.of(http(7, 4, 2)), flows());
    }

    private void copied(Place... places) {
        for (int i = 0; i < places.length; i++) {
            place = places[i];
            now = i * 400L;
            open(CLIENT_ISN, SERVER_ISN);
            talk();
            close();
        }
    }

    @Test
    void aCopyOnAnotherVlanIsNotCounted() throws Exception {
        copied(new Place(10, 0), new Place(20, 0));
        assertEquals(List.of(http(6, 3, 1)), flows());
        assertEquals(List.of(new Encapsulation(20, 0)), records().get(0).flow().copies());
    }

    @Test
    void aCopyWithoutTagIsNotCounted() throws Exception {
        copied(new Place(10, 0), Place.UNTAGGED, new Place(30, 0));
        assertEquals(List.of(http(6, 3, 1)), flows());
        assertEquals(2, records().get(0).flow().copies().size());
    }

    @Test
    void aCopyWithoutPayloadIsNotCountedEither() throws Exception {
        for (int vlan : new int[] {10, 20}) {
            place = new Place(vlan, 0);
            now = vlan * 100L;
            open(CLIENT_ISN, SERVER_ISN);
        }
        assertEquals(1, records().size());
        assertEquals(1, records().get(0).flow().copies().size());
    }

    @Test
    void aCopyOnAnotherVirtualNetworkIsNotCounted() throws Exception {
        copied(new Place(0, 5001), new Place(0, 5002));
        assertEquals(
                List.of(http(6, 3, 1)),
                flows().stream().filter(flow -> flow.startsWith("http")).toList());
    }

    @Test
    void aCopyOfAConnectionThatPausesIsNotCountedEither() throws Exception {
        for (int vlan : new int[] {0, 10}) {
            place = new Place(vlan, 0);
            now = vlan * 100L;
            open(CLIENT_ISN, SERVER_ISN);
            talk();
            now += 1_000 * SECOND;
            talk();
        }
        assertEquals(List.of(http(6, 3, 2)), flows());
    }

    @Test
    void theCopyThatLostPacketsDoesNotCount() throws Exception {
        place = new Place(10, 0);
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        client += REQUEST.length();
        send(false, ACK, ANSWER);
        place = new Place(20, 0);
        now = 400;
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        talk();
        assertEquals(List.of(http(6, 3, 2)), flows());
        assertEquals(0, records().get(0).flow().missed(0));
    }

    @Test
    void twoNetworksWithTheSameAddressesAreTwoFlows() throws Exception {
        place = new Place(10, 0);
        open(CLIENT_ISN, SERVER_ISN);
        talk();
        place = new Place(20, 0);
        now = 400;
        open(CLIENT_ISN + 1_000_000, SERVER_ISN + 1_000_000);
        talk();
        assertEquals(List.of(http(4, 2, 1), http(4, 2, 1)), flows());
    }

    private void exchange(int vlan, String question) {
        capture.udp(now, new Place(vlan, 0), true, question.getBytes(ISO_8859_1));
        capture.udp(now + 1_000, new Place(vlan, 0), false, "answer".getBytes(ISO_8859_1));
        now += 400;
    }

    @Test
    void datagramsAreCopiesIfTheirPayloadIs() throws Exception {
        exchange(0, "question");
        exchange(10, "question");
        assertEquals(1, flows().size());
    }

    @Test
    void otherDatagramsOfEqualLengthAreNot() throws Exception {
        exchange(0, "question");
        exchange(10, "quantity");
        assertEquals(2, flows().size());
    }
}
