package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Severity;
import dev.periplus.answer.Standing;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a review answers beside what is on a port. */
class AnswersTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String OUTSIDE = "203.0.113.7";
    private static final long SECOND = 1_000_000_000L;

    private final RuleSet protocols = new RuleLoader().packaged().load();

    @TempDir
    Path folder;

    private List<Finding> all(List<FlowRecord> records) throws InvalidRulesException {
        CaseFindings findings = new CaseFindings(protocols, null, folder, LocalDate.of(2026, 1, 1));
        records.forEach(findings::flow);
        return findings.findings();
    }

    private List<String> words(FlowRecord... records) throws InvalidRulesException {
        return all(List.of(records)).stream()
                .map(finding -> finding.severity().word() + " " + finding.id() + ": " + finding.title())
                .toList();
    }

    private static Records tcp(String server, int port, String label) {
        return Records.tcp(CLIENT, server, port).label(label, 0.99);
    }

    private static Map<String, Map<String, List<String>>> field(String group, String key, String... values) {
        return Map.of(group, Map.of(key, List.of(values)));
    }

    @Test
    void remoteAccessInsideAnotherProtocolIsAFinding() throws InvalidRulesException {
        FlowRecord tunnelled = tcp(OUTSIDE, 80, "http")
                .then("rdp")
                .metadata(field("http", "connect", "10.0.0.9:3389"))
                .made();
        Finding finding = all(List.of(tunnelled)).get(0);
        assertEquals(Severity.HIGH, finding.severity());
        assertEquals("Remote Desktop Protocol inside HTTP on 80/tcp", finding.title());
        assertEquals(
                List.of("protocols, outermost first: http > rdp", "asked the proxy for 10.0.0.9:3389"),
                finding.facts());
        assertEquals(List.of(), words(tcp(OUTSIDE, 25, "smtp").then("tls").made()));
        assertEquals(
                List.of(), words(tcp("10.0.0.2", 139, "netbios-ssn").then("smb").made()));
    }

    @Test
    void toolsAreNamedByTheirNames() throws InvalidRulesException {
        assertEquals(
                List.of("critical malware-application: AsyncRAT: attack tool on 203.0.113.7"),
                words(tcp(OUTSIDE, 443, "tls")
                        .named("asyncrat", "AsyncRAT Server")
                        .made()));
        assertEquals(
                List.of("medium remote-access-application: AnyDesk gives access to a host"),
                words(tcp(OUTSIDE, 443, "tls")
                        .named("anydesk", "relay.anydesk.com")
                        .made()));
        assertEquals(
                List.of(),
                words(tcp(OUTSIDE, 443, "tls").named("google", "www.google.com").made()));
    }

    @Test
    void aShellIsOneFindingWithItsCommands() throws InvalidRulesException {
        FlowRecord shell = tcp(OUTSIDE, 3251, "shell")
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .metadata(Map.of("shell", Map.of("command", List.of("whoami"), "output", List.of("corp\\alice"))))
                .made();
        List<Finding> findings = all(List.of(shell));
        assertEquals(1, findings.size());
        assertEquals(Severity.CRITICAL, findings.get(0).severity());
        assertEquals(
                List.of("typed: whoami", "printed: corp\\alice"),
                findings.get(0).facts());
    }

    @Test
    void credentialsAreToldByWhatWasSentAndNotByLabel() throws InvalidRulesException {
        assertEquals(List.of(), words(tcp("10.0.0.2", 21, "ftp").then("tls").made()));
        assertEquals(List.of(), words(tcp("10.0.0.2", 161, "snmp").made()));
        assertEquals(
                List.of("medium cleartext-credentials: A password in the clear: FTP on 21/tcp"),
                words(tcp("10.0.0.2", 21, "ftp")
                        .metadata(field("credentials", "sent", "FTP: user bob, password ********"))
                        .made()));
        assertEquals(
                List.of("low cleartext-community: SNMPv2c community in the clear on 161/udp"),
                words(Records.udp(CLIENT, "10.0.0.2", 161)
                        .label("snmp", 0.99)
                        .metadata(field("credentials", "sent", "SNMPv2c community: password ********"))
                        .made()));
    }

    private static FlowRecord at(long second, String server, String label, String host) {
        Packet first = FlowFixture.first(Packet.TCP, CLIENT, 40000, server, 443);
        first.time += second * SECOND;
        Records record = Records.of(Records.talk(first)).label(label, 0.99);
        return host.isEmpty()
                ? record.made()
                : record.metadata(field("tls", "sni", host)).made();
    }

    private List<String> every(long seconds, int count, String server, String label, String host)
            throws InvalidRulesException {
        List<FlowRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(at(i * seconds + i % 3, server, label, host));
        }
        return words(records.toArray(FlowRecord[]::new));
    }

    @Test
    void flowsAtRegularIntervalsAreABeacon() throws InvalidRulesException {
        String title = "beacon: A beacon: 10.0.0.1 to 203.0.113.7:443/tcp, every 1 min 1 s";
        assertEquals(List.of("medium " + title), every(60, 40, OUTSIDE, "tls", ""));
        assertEquals(List.of("low " + title), every(60, 40, OUTSIDE, "tls", "www.example.org"));
        assertEquals(List.of(), every(60, 8, OUTSIDE, "tls", ""), "few");
        assertEquals(List.of(), every(60, 40, "10.0.0.2", "tls", ""), "inside");
        assertEquals(List.of(), every(60, 40, OUTSIDE, "ntp", ""), "by nature");
        assertEquals(List.of(), every(3, 40, OUTSIDE, "tls", ""), "busy");
    }

    @Test
    void aFlowThatNobodyCanNameMayBeatByItself() throws InvalidRulesException {
        FlowFixture flow = FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, OUTSIDE, 53))
                .observed()
                .sends(0, 1, 16)
                .sends(1, 1, 16);
        for (int i = 0; i < 30; i++) {
            flow.after(30 * SECOND).sends(0, 1, 16).sends(1, 1, 16);
        }
        Finding finding = all(List.of(Records.of(flow.flow()).made())).get(0);
        assertEquals("A beacon: 10.0.0.1 to 203.0.113.7:53/tcp within one flow, every 30.0 s", finding.title());
        assertTrue(
                finding.facts().get(0).startsWith("payload 30 times after a pause"),
                finding.facts().toString());
    }

    private static FlowRecord upload(String server, int up, int down) {
        return Records.of(FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, server, 3248))
                        .observed()
                        .sends(0, up, 100_000)
                        .sends(1, down, 100_000)
                        .flow())
                .label("tls", 0.99)
                .made();
    }

    @Test
    void muchDataOutAndLittleInIsAnUpload() throws InvalidRulesException {
        assertEquals(
                List.of("low upload: An upload: 6.0 MB from 10.0.0.1 to 203.0.113.7:3248/tcp"),
                words(upload(OUTSIDE, 60, 1)));
        assertEquals(List.of(), words(upload(OUTSIDE, 60, 60)));
        assertEquals(List.of(), words(upload(OUTSIDE, 10, 1)));
        assertEquals(List.of(), words(upload("10.0.0.2", 60, 1)));
    }

    private static FlowRecord dns(String key, String... values) {
        return Records.udp(CLIENT, "10.0.0.53", 53)
                .label("dns", 0.99)
                .metadata(field("dns", key, values))
                .made();
    }

    @Test
    void manyLongNamesOfOneDomainAreATunnel() throws InvalidRulesException {
        String sum = "evil.example questions=90 names=88 bytes=9000 types=TXT";
        List<String> tunnel = List.of("high dns-tunnel: A DNS tunnel: 10.0.0.1 through names of evil.example");
        assertEquals(tunnel, words(dns("questions", sum)));
        List<FlowRecord> single = new ArrayList<>();
        List<FlowRecord> repeated = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            single.add(dns("query", "x".repeat(40) + i + ".evil.example"));
            repeated.add(dns("query", "x".repeat(40) + i % 9 + ".evil.example"));
        }
        assertEquals(tunnel, words(single.toArray(FlowRecord[]::new)));
        assertEquals(List.of(), words(repeated.toArray(FlowRecord[]::new)));
        assertEquals(List.of(), words(dns("questions", "cdn.example questions=90 names=88 bytes=1800 types=A")));
        assertEquals(List.of(), words(dns("questions", "evil questions=x")));
    }

    @Test
    void echoRepliesWithDataOfTheirOwnAreATunnel() throws InvalidRulesException {
        Records record = Records.of(FlowFixture.begin(FlowFixture.first(Packet.ICMP, CLIENT, 8, OUTSIDE, 0))
                        .sends(0, 20, 400)
                        .sends(1, 20, 400)
                        .flow())
                .label("icmp", 0.99);
        assertEquals(List.of(), words(record.made()));
        record.metadata(Map.of("icmp", Map.of("altered", List.of("20"), "varied", List.of("19"))));
        List<String> tunnel = List.of("high echo-tunnel: An ICMP tunnel: 10.0.0.1 to 203.0.113.7");
        assertEquals(tunnel, words(record.made()));
        record.metadata(field("icmp", "varied", "19"));
        assertEquals(List.of(), words(record.made()), "few requests, and replies as they must be");
        FlowFixture many = FlowFixture.begin(FlowFixture.first(Packet.ICMP, CLIENT, 8, OUTSIDE, 0));
        Records outward = Records.of(many.sends(0, 150, 500).sends(1, 150, 500).flow())
                .label("icmp", 0.99)
                .metadata(field("icmp", "varied", "149"));
        assertEquals(tunnel, words(outward.made()));
    }
}
