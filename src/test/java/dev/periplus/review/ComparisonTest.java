package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Difference;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String SERVER = "10.0.0.2";

    private final RuleSet protocols = new RuleLoader().packaged().load();
    private final FingerprintRules rules = RuleFolder.read(null, FingerprintRules::load);

    ComparisonTest() throws InvalidRulesException {}

    private static Records ssh(String server, int port) {
        return Records.tcp(CLIENT, server, port).label("ssh", 0.99);
    }

    private static FlowRecord showing(String group, String key, String... values) {
        return Records.tcp(CLIENT, SERVER, 443)
                .label("tls", 0.99)
                .metadata(Map.of(group, Map.of(key, List.of(values))))
                .made();
    }

    private Inventory inventory(Inventory.Limits limits, FlowRecord... records) {
        Inventory inventory = new Inventory(rules, limits);
        List.of(records).forEach(inventory::flow);
        return inventory;
    }

    /** Returns the differences, each in a line. */
    private List<String> differences(List<FlowRecord> old, List<FlowRecord> current) {
        Inventory.Limits limits = Inventory.Limits.DEFAULT;
        return lines(Comparison.of(
                protocols,
                rules,
                inventory(limits, old.toArray(FlowRecord[]::new)),
                inventory(limits, current.toArray(FlowRecord[]::new))));
    }

    private static List<String> lines(List<Difference> differences) {
        return differences.stream()
                .map(difference -> String.join(
                        " ",
                        difference.change().name(),
                        difference.subject().name(),
                        difference.where(),
                        difference.name() == null ? "-" : difference.name(),
                        difference.was() + "→" + difference.now()))
                .toList();
    }

    @Test
    void aServiceIsNewGoneOrChanged() {
        FlowRecord http = Records.tcp(CLIENT, SERVER, 3251).label("http", 0.99).made();
        FlowRecord here = ssh(SERVER, 22).made();
        assertEquals(
                List.of("NEW SERVICE 10.0.0.2:3251/tcp - []→[ssh]"),
                differences(List.of(here), List.of(here, ssh(SERVER, 3251).made())));
        assertEquals(
                List.of("GONE SERVICE 10.0.0.2:22/tcp - [ssh]→[]"),
                differences(
                        List.of(here, ssh(SERVER, 3251).made()),
                        List.of(ssh(SERVER, 3251).made())));
        assertEquals(
                List.of(
                        "CHANGED SERVICE 10.0.0.2:3251/tcp - [http]→[ssh]",
                        "CHANGED CLIENT_PROTOCOLS 10.0.0.1 - [http]→[ssh]"),
                differences(List.of(http), List.of(ssh(SERVER, 3251).made())));
    }

    @Test
    void labelsOfWhichOneRefinesTheOtherDoNotDiffer() {
        FlowRecord plain = Records.tcp(CLIENT, SERVER, 80).label("http", 0.99).made();
        FlowRecord refined =
                Records.tcp(CLIENT, SERVER, 80).label("websocket", 0.99).made();
        assertTrue(protocols.refines("websocket", "http"));
        assertTrue(
                differences(List.of(plain), List.of(refined)).stream().noneMatch(line -> line.contains(" SERVICE ")));
    }

    @Test
    void whatNobodyCanNameIsAServiceWhereBothSidesSpoke() {
        FlowRecord talk = Records.tcp(CLIENT, SERVER, 4000).made();
        FlowRecord probe = Records.of(FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, SERVER, 4000))
                        .observed()
                        .sends(0, 3, 60)
                        .flow())
                .made();
        FlowRecord scan = Records.tcp(CLIENT, SERVER, 4000).scan(40).made();
        FlowRecord middle = Records.of(FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, SERVER, 4000))
                        .midstream()
                        .sends(0, 3, 60)
                        .sends(1, 3, 60)
                        .flow())
                .made();
        FlowRecord other = ssh(SERVER, 22).made();
        assertEquals(
                List.of("NEW SERVICE 10.0.0.2:4000/tcp - []→[unknown]"),
                differences(List.of(other), List.of(other, talk)));
        assertEquals(List.of(), differences(List.of(other), List.of(other, probe, scan, middle)));
    }

    @Test
    void aLabelThatTheCaptureCouldNotShowIsNoChange() {
        FlowRecord midstream = Records.tcp(CLIENT, SERVER, 22)
                .because(Verdict.Unknown.MIDSTREAM)
                .made();
        FlowRecord opaque =
                Records.tcp(CLIENT, SERVER, 22).because(Verdict.Unknown.OPAQUE).made();
        List<FlowRecord> known = List.of(ssh(SERVER, 22).made());
        assertTrue(differences(known, List.of(midstream)).stream().noneMatch(line -> line.contains(" SERVICE ")));
        assertEquals(
                "CHANGED SERVICE 10.0.0.2:22/tcp - [ssh]→[unknown]",
                differences(known, List.of(opaque)).get(0));
    }

    @Test
    void announcedServicesAreOfAHostAndNotOfAPort() {
        List<FlowRecord> old = new ArrayList<>();
        List<FlowRecord> current = new ArrayList<>();
        for (int port = 50_000; port < 50_010; port++) {
            old.add(announced(SERVER, port));
            current.add(announced(SERVER, port + 100));
        }
        assertEquals(List.of(), differences(old, current));
        current.add(Records.tcp(CLIENT, SERVER, 51_000).label("ftp-data", 0.99).made());
        assertEquals(List.of(), differences(old, current), "one that was not announced in this capture");
        current.add(announced("10.0.0.3", 50_000));
        assertEquals(List.of("NEW SERVICE 10.0.0.3, several ports/tcp - []→[ftp-data]"), differences(old, current));
    }

    private static FlowRecord announced(String server, int port) {
        return Records.tcp(CLIENT, server, port)
                .label("ftp-data", 0.99)
                .evidence(Evidence.of(Evidence.Kind.ANNOUNCED, "ftp-data", 60, "announced", "ftp"))
                .made();
    }

    @Test
    void onlyValuesThatOneSideHasNotAreSaid() {
        assertEquals(
                List.of("CHANGED SERVER_FINGERPRINT 10.0.0.2:443/tcp JA3S [b]→[c]"),
                differences(List.of(showing("tls", "ja3s", "a", "b")), List.of(showing("tls", "ja3s", "a", "c"))));
        assertEquals(
                List.of("NEW CLIENT_FINGERPRINT 10.0.0.1 JA4 []→[c]"),
                differences(List.of(showing("tls", "ja4", "a")), List.of(showing("tls", "ja4", "a", "c"))));
        assertEquals(
                List.of(),
                differences(List.of(showing("tls", "sni", "a")), List.of(showing("tls", "sni", "b"))),
                "names that were asked for are no fingerprint");
    }

    @Test
    void ja3IsSaidOnlyWhereJa4DiffersToo() {
        assertEquals(List.of(), differences(List.of(showing("tls", "ja3", "a")), List.of(showing("tls", "ja3", "b"))));
    }

    @Test
    void datesInBannersAreNoChange() {
        String banner = "220 mail.example.org Microsoft ESMTP MAIL Service ready at ";
        assertEquals(
                List.of(),
                differences(
                        List.of(showing("smtp", "banner", banner + "Fri, 6 Dec 2024 13:06:44 +0000")),
                        List.of(showing("smtp", "banner", banner + "Thu, 16 Jan 2025 08:52:31 +0000"))));
    }

    @Test
    void fieldsWithTooManyValuesAreCountedAndNotCompared() {
        List<FlowRecord> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(showing("tls", "ja4", "ja4-" + i));
        }
        assertEquals(List.of(), differences(List.of(showing("tls", "ja4", "a")), many));
        Inventory inventory = inventory(Inventory.Limits.DEFAULT, many.toArray(FlowRecord[]::new));
        assertEquals(1, inventory.counters().get(Counter.FINGERPRINTS_NOT_FOLLOWED));
    }

    @Test
    void theOtherWayRoundNewIsGone() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<FlowRecord> one = some(random);
            List<FlowRecord> other = some(random);
            List<String> there = differences(one, other);
            List<String> back = differences(other, one).stream()
                    .map(ComparisonTest::mirrored)
                    .toList();
            assertEquals(there, back, "seed " + seed);
            assertEquals(List.of(), differences(one, one), "seed " + seed);
        }
    }

    private static String mirrored(String line) {
        String swapped = line.replaceFirst("(\\[[^→]*\\])→(\\[[^→]*\\])$", "$2→$1");
        return line.startsWith("NEW")
                ? swapped.replaceFirst("NEW", "GONE")
                : line.startsWith("GONE") ? swapped.replaceFirst("GONE", "NEW") : swapped;
    }

    private static List<FlowRecord> some(Random random) {
        String[] labels = {"ssh", "http", "tls", "websocket", "ftp-data"};
        List<FlowRecord> records = new ArrayList<>();
        for (int left = 1 + random.nextInt(12); left > 0; left--) {
            String server = "10.0.1." + random.nextInt(3);
            int port = 20 + random.nextInt(3);
            Records record = Records.tcp("10.0.0." + random.nextInt(3), server, port)
                    .metadata(Map.of(
                            "tls",
                            Map.of("ja4", List.of("v" + random.nextInt(3)), "ja3", List.of("v" + random.nextInt(3))),
                            "ssh",
                            Map.of("server", List.of("v" + random.nextInt(3)))));
            switch (random.nextInt(6)) {
                case 0 -> record.because(Verdict.Unknown.values()[random.nextInt(9)]);
                case 1 -> record.scan(30);
                case 2 -> {
                    records.add(announced(server, port));
                    continue;
                }
                default -> {
                    String label = labels[random.nextInt(labels.length)];
                    record.label(label, 0.9).registered("x", "X", Standing.NOT_AS_REGISTERED);
                    if (random.nextBoolean()) {
                        record.then(labels[random.nextInt(labels.length)]);
                    }
                }
            }
            records.add(record.made());
        }
        return records;
    }
}
