package dev.periplus.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceLabelsTest {
    private static final String HEAD =
            "capture\ttransport\ta_ip\ta_port\tb_ip\tb_port\tprotocol\tapplication\tclass\talso\n";
    private static final String FLOW = "x/a.pcap\ttcp\t10.0.0.1\t50000\t10.0.0.2\t22\t";

    @TempDir
    Path folder;

    @BeforeEach
    void labels() throws IOException {
        Files.writeString(
                folder.resolve("labels.tsv"),
                "reference_label\taccepted_ids\nSSH\tssh\nHTTP\thttp http2\nNews\tnntp\n");
    }

    private ReferenceLabels read(String rows) throws IOException {
        Files.writeString(folder.resolve("truth.tsv"), HEAD + rows);
        return ReferenceLabels.read(folder, null);
    }

    private static Ends ends(int clientPort) {
        return Ends.of(end("10.0.0.2", 22), end("10.0.0.1", clientPort));
    }

    private static Endpoint end(String address, int port) {
        return new Endpoint(Objects.requireNonNull(Address.parse(address)), port, Transport.TCP);
    }

    @Test
    void protocolApplicationAndAlsoAreAccepted() throws IOException {
        ReferenceLabels labels = read(FLOW + "HTTP\tNews\tdpi\trtsp whois");
        assertEquals(List.of("x/a.pcap"), labels.captures());
        assertEquals(folder.resolve("x/a.pcap").toString(), labels.path("x/a.pcap"));
        assertEquals(
                Map.of(ends(50_000), new Reference("HTTP", Set.of("http", "http2", "nntp", "rtsp", "whois"))),
                labels.of("x/a.pcap"));
    }

    @Test
    void whatTheReferenceDoesNotKnowDoesNotCount() throws IOException {
        ReferenceLabels labels = read(FLOW + "SSH\t\tguess_port\t\n" + FLOW + "Unheard\t\tdpi\t\n"
                + "x/b.pcap\ticmp\t10.0.0.1\t0\t10.0.0.2\t0\tSSH\t\tdpi\t");
        assertEquals(0, labels.flows());
        assertEquals(List.of(), labels.captures());
    }

    @Test
    void aFlowNamedTwiceMayBeEither() throws IOException {
        ReferenceLabels labels = read(FLOW + "SSH\t\tdpi\t\n" + FLOW + "HTTP\t\tdpi\t");
        assertEquals(
                Set.of("ssh", "http", "http2"),
                labels.of("x/a.pcap").get(ends(50_000)).accepted());
    }

    @Test
    void noCaptureOutweighsTheOthers() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int port = 40_000; port < 40_100; port++) {
            rows.append("x/a.pcap\ttcp\t10.0.0.1\t").append(port).append("\t10.0.0.2\t22\tSSH\t\tdpi\t\n");
        }
        ReferenceLabels labels = read(rows + "x/a.pcap\ttcp\t10.0.0.1\t50000\t10.0.0.2\t22\tHTTP\t\tdpi\t");
        assertEquals(21, labels.flows());
        assertNotNull(labels.of("x/a.pcap").get(ends(40_000)));
        assertNotNull(labels.of("x/a.pcap").get(ends(50_000)));
    }

    @Test
    void errorsOfTheReferenceAreAdjudicated() throws IOException {
        String more = "x/a.pcap\ttcp\t10.0.0.1\t50001\t10.0.0.2\t22\tSSH\t\tdpi\t\n"
                + "x/b.pcap\ttcp\t10.0.0.1\t50002\t10.0.0.2\t22\tSSH\t\tdpi\t\n"
                + "x/c.pcap\ttcp\t10.0.0.1\t50003\t10.0.0.2\t22\tSSH\t\tdpi\t\n";
        String head = "capture\ttransport\ta_ip\ta_port\tb_ip\tb_port\taccepted\tnote\n";
        Files.writeString(
                folder.resolve("adjudicated.tsv"),
                head + FLOW + "telnet\tby the bytes\nx/b.pcap\ttcp\t\t\t\t\t\tnobody knows\n"
                        + "elsewhere.pcap\ttcp\t\t\t\t\tdns\t\n");
        Path named = Files.writeString(folder.resolve("more.tsv"), head + "x/c.pcap\ttcp\t\t\t\t\tdns nbns\t");
        Files.writeString(folder.resolve("truth.tsv"), HEAD + FLOW + "SSH\t\tdpi\t\n" + more);
        ReferenceLabels labels = ReferenceLabels.read(folder, named);
        assertEquals(Set.of("telnet"), labels.of("x/a.pcap").get(ends(50_000)).accepted());
        assertEquals(Set.of("ssh"), labels.of("x/a.pcap").get(ends(50_001)).accepted());
        assertEquals(
                Set.of("dns", "nbns"), labels.of("x/c.pcap").get(ends(50_003)).accepted());
        assertEquals(List.of("x/a.pcap", "x/c.pcap"), labels.captures());
        assertEquals(3, labels.adjudicated());
    }

    @Test
    void errorsNameFileAndLine() {
        IOException wrong = assertThrows(
                IOException.class,
                () -> read(FLOW + "SSH\t\tdpi\t\n" + FLOW.replace("10.0.0.1", "moon") + "SSH\t\tdpi\t"));
        assertTrue(
                String.valueOf(wrong.getMessage()).startsWith(folder.resolve("truth.tsv") + ":3: a_ip"),
                wrong.getMessage());
        IOException lacking = assertThrows(IOException.class, () -> {
            Files.writeString(folder.resolve("truth.tsv"), "capture\tprotocol\nx\ty\n");
            ReferenceLabels.read(folder, null);
        });
        assertTrue(String.valueOf(lacking.getMessage()).contains(":1: no column 'transport'"), lacking.getMessage());
    }
}
