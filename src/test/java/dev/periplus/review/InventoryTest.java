package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String SERVER = "10.0.0.2";

    private final FingerprintRules rules = RuleFolder.read(null, FingerprintRules::load);

    InventoryTest() throws InvalidRulesException {}

    private Inventory inventory(Inventory.Limits limits, FlowRecord... records) {
        Inventory inventory = new Inventory(rules, limits);
        List.of(records).forEach(inventory::flow);
        return inventory;
    }

    private Inventory inventory(FlowRecord... records) {
        return inventory(Inventory.Limits.DEFAULT, records);
    }

    private static Records ssh(String client, int port) {
        return Records.tcp(client, SERVER, port).label("ssh", 0.99);
    }

    private static FlowRecord announced(int port) {
        return Records.tcp(CLIENT, SERVER, port)
                .label("ftp-data", 0.99)
                .evidence(Evidence.of(Evidence.Kind.ANNOUNCED, "ftp-data", 60, "announced", "ftp"))
                .made();
    }

    /** Each service with its labels, then each announced one, then each client with its protocols. */
    private static List<String> text(Inventory inventory) {
        List<String> text = new ArrayList<>();
        inventory.services().forEach((endpoint, use) -> text.add(endpoint + " " + use.labels.keySet()));
        inventory.announced().forEach((service, use) -> text.add(service.endpoint() + " " + service.label()));
        inventory.hosts().forEach((host, use) -> text.add(host + " " + use.protocols));
        return text;
    }

    @Test
    void aPortHasItsLabelsAndAClientItsProtocols() {
        FlowRecord unidentified = Records.tcp("10.0.0.9", SERVER, 22).made();
        FlowRecord telnet = Records.tcp(CLIENT, SERVER, 22).label("telnet", 0.9).made();
        assertEquals(
                List.of("10.0.0.2:22/tcp [, ssh, telnet]", "10.0.0.1 [ssh, telnet]", "10.0.0.9 []"),
                text(inventory(ssh(CLIENT, 22).made(), unidentified, telnet)));
    }

    @Test
    void flowsOfOneLabelAreCountedTogether() {
        Inventory inventory = inventory(
                ssh(CLIENT, 22).made(),
                ssh(CLIENT, 22).made(),
                Records.tcp("10.0.0.9", SERVER, 22).label("ssh", 0.5).made());
        ProtocolUse use = inventory.services().values().iterator().next().labels.get("ssh");
        assertEquals(3, use.volume.flows);
        assertEquals(2, use.volume.clients());
        assertEquals(3, use.answered);
        assertEquals(0.99, use.confidence);
        assertEquals(3 * 2460, use.volume.bytes);
    }

    @Test
    void flowsThatShowNoServiceDoNotCount() {
        FlowRecord unanswered = Records.of(FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, SERVER, 22))
                        .observed()
                        .sends(0, 1, 10)
                        .flow())
                .made();
        FlowRecord midstream = Records.of(FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, SERVER, 22))
                        .midstream()
                        .sends(0, 1, 10)
                        .sends(1, 1, 10)
                        .flow())
                .label("ssh", 0.99)
                .made();
        FlowRecord probe = Records.tcp(CLIENT, SERVER, 22).scan(40).made();
        assertEquals(List.of(), text(inventory(unanswered, midstream, probe)));
    }

    @Test
    void aLabelMissingBecauseOfTheCaptureSaysNothing() {
        FlowRecord cut = Records.tcp(CLIENT, SERVER, 22)
                .because(Verdict.Unknown.CUT_SHORT)
                .made();
        FlowRecord opaque =
                Records.tcp(CLIENT, SERVER, 23).because(Verdict.Unknown.OPAQUE).made();
        assertEquals(
                List.of(false, true),
                inventory(cut, opaque).services().values().stream()
                        .map(use -> use.labels.get(ServiceUse.UNKNOWN).conclusive)
                        .toList());
    }

    @Test
    void announcedServicesAreKeptByHostAndLabel() {
        Inventory inventory = inventory(announced(50_001), announced(50_002));
        assertEquals(List.of("10.0.0.2:0/tcp ftp-data", "10.0.0.1 [ftp-data]"), text(inventory));
        assertEquals(2, inventory.announced().values().iterator().next().volume.flows);
    }

    @Test
    void foldMovesALabelFromItsPortsToTheAnnounced() {
        FlowRecord unannounced =
                Records.tcp(CLIENT, SERVER, 50_003).label("ftp-data", 0.99).made();
        Inventory inventory =
                inventory(unannounced, announced(50_001), ssh(CLIENT, 22).made());
        inventory.fold(Set.copyOf(inventory.announced().keySet()));
        assertEquals(
                List.of("10.0.0.2:22/tcp [ssh]", "10.0.0.2:0/tcp ftp-data", "10.0.0.1 [ftp-data, ssh]"),
                text(inventory));
        assertEquals(2, inventory.announced().values().iterator().next().volume.flows);
    }

    @Test
    void fingerprintsAreKeptBySide() {
        Inventory inventory = inventory(Records.tcp(CLIENT, SERVER, 443)
                .label("tls", 0.99)
                .metadata(Map.of("tls", Map.of("ja4", List.of("c"), "ja3s", List.of("s"), "sni", List.of("a"))))
                .made());
        Fingerprints server = inventory.services().values().iterator().next().fingerprints;
        Fingerprints client = inventory.hosts().values().iterator().next().fingerprints;
        assertEquals(List.of(Set.of("s"), Set.of()), List.of(server.of("tls.ja3s"), server.of("tls.ja4")));
        assertEquals(List.of(Set.of(), Set.of("c")), List.of(client.of("tls.ja3s"), client.of("tls.ja4")));
    }

    @Test
    void whatHasNoRoomIsCounted() {
        Inventory full = inventory(
                new Inventory.Limits(1, 1, 1, 1),
                ssh(CLIENT, 22).made(),
                ssh(CLIENT, 23).made(),
                ssh(CLIENT, 22).made(),
                ssh("10.0.0.9", 22).made(),
                announced(50_000));
        assertEquals(1, full.counters().get(Counter.SERVICES));
        assertEquals(2, full.counters().get(Counter.SERVICES_NOT_FOLLOWED));
        assertEquals(1, full.counters().get(Counter.CLIENTS_NOT_FOLLOWED));
    }
}
