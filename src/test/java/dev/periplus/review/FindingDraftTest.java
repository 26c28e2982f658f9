package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Severity;
import dev.periplus.answer.Standing;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.memory.Quota;
import dev.periplus.report.Records;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingDraftTest {
    private static final String CLIENT = "10.0.0.1";

    private final FindingDraft draft = draft("{name} ({label}) on {port} of {server}, registered for {registered}");

    private static FindingDraft draft(String title) {
        return new FindingDraft(
                new FindingRule(
                        "id",
                        FindingRule.When.NOT_AS_REGISTERED,
                        Severity.HIGH,
                        List.of("T1571"),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        List.of(),
                        title,
                        "means"),
                "ssh");
    }

    private static FlowRecord ssh(String server, int port, double confidence) {
        return Records.tcp(CLIENT, server, port)
                .label("ssh", confidence)
                .registered("name" + port, "A Name", Standing.NOT_AS_REGISTERED)
                .made();
    }

    private static FindingDraft add(FindingDraft draft, FlowRecord record, String... facts) {
        LabelUse use = new LabelUse(record, new Quota(100));
        use.add(record);
        return draft.add(record.flow().server(), use, List.of(facts));
    }

    /** A finding that half of the readers find false is not read again. */
    @Test
    void theSeverityFallsWithEveryDoubt() {
        Finding likely = add(draft, ssh("10.0.0.2", 3251, 0.94)).finding("SSH");
        assertEquals(Severity.MEDIUM, likely.severity());
        assertEquals(List.of("not certain: confidence 0.94"), likely.facts());
        FindingDraft possible = draft("{port}");
        assertEquals(
                Severity.LOW,
                add(possible, ssh("10.0.0.2", 3251, 0.69)).finding("SSH").severity());
        FlowRecord midstream = Records.of(
                        FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, "10.0.0.2", 3251))
                                .midstream()
                                .sends(0, 1, 60)
                                .flow())
                .label("ssh", 0.99)
                .made();
        Finding either = add(draft("{port}"), midstream).finding("SSH");
        assertEquals(Severity.MEDIUM, either.severity());
        assertEquals(List.of("which side is the server was not seen"), either.facts());
        FindingDraft seen = draft("{port}");
        add(seen, midstream);
        add(seen, ssh("10.0.0.2", 3251, 0.99));
        assertEquals(Severity.HIGH, seen.finding("SSH").severity(), "another flow shows the server");
    }

    @Test
    void thePlaceholdersOfTheTitleAreReplaced() {
        add(draft, ssh("10.0.0.2", 3251, 0.95), "a fact");
        Finding finding = draft.finding("SSH");
        assertEquals("SSH (ssh) on 3251/tcp of 10.0.0.2, registered for name3251 (A Name)", finding.title());
        assertEquals("10.0.0.2:3251/tcp", finding.where());
        assertEquals("ssh", finding.label());
        assertEquals(Severity.HIGH, finding.severity());
        assertEquals("means", finding.means());
        assertEquals(List.of("a fact"), finding.facts());
        assertEquals(1, finding.flows());
        assertEquals(2460, finding.bytes());
    }

    @Test
    void portsInARowAreARange() {
        for (int port : new int[] {3230, 3224, 3226, 3225, 3300, 3400, 3500}) {
            add(draft, ssh("10.0.0.2", port, 0.9));
        }
        assertEquals(
                "10.0.0.2 3224-3226, 3230, 3300 and 2 more/tcp",
                draft.finding("SSH").where());
    }

    @Test
    void hostsAreInTheOrderOfAddressesAndThreeAreNamed() {
        for (int host : new int[] {30, 4, 20, 3}) {
            FindingDraft other = add(draft("{server}"), ssh("10.0.0." + host, 22, 0.9));
            if (host == 30) {
                add(draft, ssh("10.0.0.30", 22, 0.9));
            } else {
                draft.merge(other);
            }
        }
        assertEquals(
                "10.0.0.3, 10.0.0.4, 10.0.0.20 and 1 more 22/tcp",
                draft.finding("SSH").where());
        assertEquals(4, draft.finding("SSH").flows());
        assertEquals(1, draft.finding("SSH").clients());
    }

    @Test
    void unregisteredPortsAreRegisteredForNobodyAndLongDescriptionsAreCut() {
        add(draft, Records.tcp(CLIENT, "10.0.0.2", 4000).label("ssh", 0.9).made());
        add(
                draft,
                Records.tcp(CLIENT, "10.0.0.2", 4001)
                        .label("ssh", 0.9)
                        .registered("long", "x".repeat(60), Standing.NOT_AS_REGISTERED)
                        .made());
        add(
                draft,
                Records.tcp(CLIENT, "10.0.0.2", 4002)
                        .label("ssh", 0.9)
                        .registered("same", "SAME", Standing.NOT_AS_REGISTERED)
                        .made());
        assertEquals(
                "SSH (ssh) on 4000-4002/tcp of 10.0.0.2, registered for nobody, long (" + "x".repeat(48) + "…), same",
                draft.finding("SSH").title());
    }

    @Test
    void theExamplesAreTheThreeOfHighestConfidence() {
        for (double confidence : new double[] {0.5, 0.9, 0.7, 0.8}) {
            add(draft, ssh("10.0.0.2", 22, confidence));
        }
        assertEquals(
                List.of(0.9, 0.8, 0.7),
                draft.finding("SSH").examples().stream()
                        .map(record -> record.verdict().confidence())
                        .toList());
    }

    @Test
    void fourFactsAreKeptEachOnce() {
        add(draft, ssh("10.0.0.2", 22, 0.9), "a", "b", "b");
        draft.merge(add(draft(""), ssh("10.0.0.3", 22, 0.9), "b", "c", "d", "e", "f"));
        assertEquals(List.of("a", "b", "c", "d"), draft.finding("SSH").facts());
    }

    @Test
    void draftsOfEqualPortsAndNamesCanBeMerged() {
        FindingDraft one = add(draft(""), ssh("10.0.0.2", 22, 0.9)).names("SSH and HTTP");
        FindingDraft same = add(draft(""), ssh("10.0.0.3", 22, 0.9)).names("SSH and HTTP");
        FindingDraft other = add(draft(""), ssh("10.0.0.3", 22, 0.9)).names("SSH and TLS");
        assertEquals("22/tcp SSH and HTTP", one.withoutHosts());
        assertEquals(one.withoutHosts(), same.withoutHosts());
        assertEquals("22/tcp SSH and TLS", other.withoutHosts());
    }
}
