package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFindingsTest {
    private final RuleSet protocols = new RuleLoader().packaged().load();

    @TempDir
    Path folder;

    private long accepted;

    private List<Finding> all(FlowRecord... records) throws InvalidRulesException {
        CaseFindings findings = new CaseFindings(protocols, null, folder, LocalDate.of(2026, 1, 1));
        List.of(records).forEach(findings::flow);
        List<Finding> all = findings.findings();
        accepted = findings.accepted().stream()
                .mapToLong(RunSummary.Accepted::count)
                .sum();
        return all;
    }

    private List<String> findings(FlowRecord... records) throws InvalidRulesException {
        return all(records).stream()
                .map(finding -> finding.id() + " " + finding.where())
                .toList();
    }

    private static Records on(String server, int port, String label) {
        return Records.tcp("10.0.0.1", server, port).label(label, 0.99);
    }

    private static FlowRecord elsewhere(String server, int port, String label) {
        return on(server, port, label)
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .made();
    }

    private static FlowRecord unnamed(String client, String server) {
        return Records.udp(client, server, 3248).users(Records.FRAMEHAWK).made();
    }

    private static FlowRecord ica(String client, String server) {
        return Records.tcp(client, server, 1494).label("ica", 0.99).made();
    }

    private static FlowRecord probe(String client) {
        return Records.tcp(client, "10.0.0.3", 22).scan(50).made();
    }

    @Test
    void aCompanionThatWasNotSeenIsMissing() throws InvalidRulesException {
        assertEquals(
                List.of("framehawk-without-ica 10.0.0.2:3248/udp"),
                findings(unnamed("10.0.0.1", "10.0.0.2"), ica("10.0.0.1", "10.0.0.4")));
    }

    @Test
    void aCompanionUnderAMappedAddressOfTheHostIsNotMissing() throws InvalidRulesException {
        FlowRecord mapped = ica("::ffff:10.0.0.1", "::ffff:10.0.0.2");
        assertEquals("::ffff:10.0.0.2", mapped.flow().address(1));
        assertEquals(List.of(), findings(unnamed("10.0.0.1", "10.0.0.2"), mapped));
        FlowRecord plain = ica("10.0.0.1", "10.0.0.2");
        assertEquals(List.of(), findings(unnamed("::ffff:10.0.0.1", "::ffff:10.0.0.2"), plain));
    }

    @Test
    void whoProbesUnderBothFormsOfAnAddressIsOneScanner() throws InvalidRulesException {
        assertEquals(List.of("scan 10.0.0.1"), findings(probe("10.0.0.1"), probe("::ffff:10.0.0.1")));
    }

    @Test
    void aServiceOnAPortOfAnotherIsAFinding() throws InvalidRulesException {
        Finding ssh = all(elsewhere("10.0.0.2", 3251, "ssh")).get(0);
        assertEquals("remote-access-elsewhere", ssh.id());
        assertEquals("SSH on 3251/tcp, registered for sysscanner (Sys Scanner)", ssh.title());
        assertEquals(List.of("service-elsewhere 10.0.0.2:3251/tcp"), findings(elsewhere("10.0.0.2", 3251, "dns")));
        assertEquals(List.of(), findings(on("10.0.0.2", 22, "ssh").made()));
    }

    @Test
    void anAnnouncedServiceElsewhereIsNoFinding() throws InvalidRulesException {
        FlowRecord transfer = on("10.0.0.2", 3251, "ftp-data")
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .evidence(Evidence.of(Evidence.Kind.ANNOUNCED, "ftp-data", 60, "announced", "ftp"))
                .made();
        assertEquals(List.of(), findings(transfer));
    }

    @Test
    void aKnownUserOfThePortIsNamed() throws InvalidRulesException {
        FlowRecord framehawk = Records.udp("10.0.0.1", "10.0.0.2", 3224)
                .label("framehawk", 0.95)
                .registered("cpq-tasksmart", "CPQ", Standing.NOT_AS_REGISTERED)
                .users(Records.FRAMEHAWK)
                .made();
        Finding finding = all(framehawk).get(0);
        assertEquals("remote-access-of-known-user", finding.id());
        assertEquals(List.of("known user of the port: Citrix Framehawk (display channel)"), finding.facts());
    }

    private static FlowRecord login(String server) {
        return on(server, 23, "telnet")
                .metadata(Map.of("credentials", Map.of("sent", List.of("Telnet: user bob, password ********"))))
                .made();
    }

    @Test
    void theMostSevereComeFirstThenTheOrderOfTheFileThenThoseOfMostFlows() throws InvalidRulesException {
        FlowRecord busy = login("10.0.0.2");
        assertEquals(
                List.of(
                        "malware-protocol 10.0.0.9:80/tcp",
                        "remote-access-elsewhere 10.0.0.2:3251/tcp",
                        "scan 10.0.0.1",
                        "cleartext-credentials 10.0.0.2:23/tcp",
                        "cleartext-credentials 10.0.0.4:23/tcp"),
                findings(
                        login("10.0.0.4"),
                        busy,
                        probe("10.0.0.1"),
                        elsewhere("10.0.0.2", 3251, "ssh"),
                        busy,
                        on("10.0.0.9", 80, "njrat").made()));
    }

    @Test
    void identicalFindingsOnMoreThanThreeHostsAreMerged() throws InvalidRulesException {
        List<FlowRecord> records = new ArrayList<>();
        for (int host = 20; host < 25; host++) {
            records.add(elsewhere("10.3.0." + host, 3251, "ssh"));
            List<Finding> findings = all(records.toArray(FlowRecord[]::new));
            assertEquals(host < 23 ? host - 19 : 1, findings.size());
            assertEquals(
                    host < 23
                            ? "10.3.0.20:3251/tcp"
                            : "10.3.0.20, 10.3.0.21, 10.3.0.22 and " + (host - 22) + " more 3251/tcp",
                    findings.get(0).where());
        }
        records.add(elsewhere("10.3.0.30", 3252, "ssh"));
        assertEquals(2, all(records.toArray(FlowRecord[]::new)).size(), "another port is another finding");
    }

    @Test
    void portsOfOneHostShareAFinding() throws InvalidRulesException {
        assertEquals(
                List.of("remote-access-elsewhere 10.0.0.2 3251-3252/tcp"),
                findings(elsewhere("10.0.0.2", 3251, "ssh"), elsewhere("10.0.0.2", 3252, "ssh")));
    }

    private void accept(String until, String label) throws IOException {
        Files.writeString(
                folder.resolve("accepted.yaml"),
                "- {host: 10.0.0.0/24, port: 3251, transport: tcp, label: " + label + ", until: " + until
                        + ", ticket: OPS-17}\n");
    }

    @Test
    void anAcceptedServiceIsNoFindingUntilItsDateAndAsLongAsItIsThatService() throws Exception {
        FlowRecord ssh = elsewhere("10.0.0.2", 3251, "ssh");
        accept("2026-01-01", "ssh");
        assertEquals(List.of(), findings(ssh));
        assertEquals(1, accepted);
        accept("2025-12-31", "ssh");
        Finding expired = all(ssh).get(1);
        assertEquals("acceptance-expired", expired.id());
        assertEquals(List.of("accepted until 2025-12-31 (OPS-17)"), expired.facts());
        assertEquals(0, accepted);
        accept("2026-01-01", "dns");
        assertEquals(
                List.of("remote-access-elsewhere", "not-as-accepted"),
                all(ssh).stream().map(Finding::id).toList());
        assertEquals(List.of("accepted: DNS (OPS-17)"), all(ssh).get(1).facts());
    }

    private static FlowRecord at(long second, String label) {
        return at(second, label, "10.0.0.2", 0, 0.99);
    }

    private static FlowRecord at(long second, String label, String server, int capture, double confidence) {
        Packet first = FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, server, 9000);
        first.time += second * 1_000_000_000L;
        first.capture = capture;
        return Records.of(Records.talk(first)).label(label, confidence).made();
    }

    /** sslh and other multiplexers hand each connection to the program that speaks its protocol. */
    @Test
    void twoConnectionsInQuickSuccessionShowNoReplacement() throws InvalidRulesException {
        assertEquals(
                "several-protocols", all(at(0, "ssh"), at(5, "http")).get(0).id());
        assertEquals(
                "changed-protocol",
                all(at(0, "ssh"), at(2, "ssh"), at(5, "http"), at(7, "http"))
                        .get(0)
                        .id());
    }

    @Test
    void loopbackAddressesOfTwoCapturesAreNotOneHost() throws InvalidRulesException {
        String loopback = "127.0.0.1";
        assertEquals(List.of(), findings(at(0, "ssh", loopback, 0, 0.99), at(100, "http", loopback, 1, 0.99)));
        assertEquals(
                List.of("changed-protocol 127.0.0.1:9000/tcp"),
                findings(at(0, "ssh", loopback, 1, 0.99), at(100, "http", loopback, 1, 0.99)));
    }

    @Test
    void aLabelThatIsNotCertainShowsNoChange() throws InvalidRulesException {
        assertEquals(List.of(), findings(at(0, "ssh"), at(100, "http", "10.0.0.2", 0, 0.9)));
    }

    @Test
    void mediaOfOneCallFollowOneAnother() throws InvalidRulesException {
        assertEquals(List.of(), findings(at(0, "rtp"), at(100, "t38")));
    }

    @Test
    void aPortThatSpeaksTwoProtocolsInTurnHasChanged() throws InvalidRulesException {
        Finding changed = all(at(100, "http"), at(0, "ssh")).get(0);
        assertEquals("changed-protocol", changed.id());
        assertEquals("9000/tcp was SSH, then HTTP", changed.title());
        assertEquals(
                "SSH: 1 flow, 2017-07-14 02:40:00 to 2017-07-14 02:40:01 UTC",
                changed.facts().get(0));
    }

    @Test
    void aPortThatSpeaksTwoProtocolsAtATimeSpeaksSeveral() throws InvalidRulesException {
        Finding several = all(at(0, "ssh"), at(1, "http")).get(0);
        assertEquals("several-protocols", several.id());
        assertEquals("9000/tcp speaks SSH and HTTP", several.title());
        assertEquals(List.of(), findings(at(0, "http"), at(1, "websocket")), "one refines the other");
        assertEquals(List.of(), findings(at(0, "http"), at(1, "tls")), "they share a port by design");
    }

    @Test
    void protocolsThatThePortIsRegisteredForShareIt() throws InvalidRulesException {
        FlowRecord s7 = on("10.0.0.2", 102, "s7comm")
                .registered("iso-tsap", "ISO-TSAP Class 0", Standing.AS_REGISTERED)
                .made();
        FlowRecord mms = on("10.0.0.2", 102, "mms")
                .registered("iso-tsap", "ISO-TSAP Class 0", Standing.AS_REGISTERED)
                .made();
        assertEquals(List.of(), findings(s7, mms));
        assertEquals(
                List.of("several-protocols 10.0.0.2:102/tcp"),
                findings(
                        s7,
                        on("10.0.0.2", 102, "dns")
                                .registered("iso-tsap", "ISO-TSAP Class 0", Standing.UNREGISTERED)
                                .made()));
    }

    /** The first flow hid what is inside of TLS; the second showed that it is HTTP. */
    @Test
    void oneFlowThatBearsOutTheRegistrationSpeaksForTheService() throws InvalidRulesException {
        FlowRecord hidden = on("10.0.0.2", 8080, "tls")
                .registered("http-alt", "HTTP Alternate", Standing.NOT_AS_REGISTERED)
                .made();
        FlowRecord shown = on("10.0.0.2", 8080, "tls")
                .registered("http-alt", "HTTP Alternate", Standing.AS_REGISTERED)
                .made();
        assertEquals(List.of("service-elsewhere 10.0.0.2:8080/tcp"), findings(hidden));
        assertEquals(List.of(), findings(hidden, shown));
    }

    @Test
    void aProcessThatSpeaksSomethingElseIsAFinding() throws InvalidRulesException {
        FlowRecord posing = on("10.0.0.2", 22, "ssh")
                .evidence(Evidence.of(Evidence.Kind.CONTRADICTION, "ssh", -25, "nginx owns it", "processes"))
                .made();
        Finding finding = all(posing).get(0);
        assertEquals("process-disagrees", finding.id());
        assertEquals(List.of("nginx owns it"), finding.facts());
    }

    @Test
    void aScanSaysHowManyTargetsItProbed() throws InvalidRulesException {
        Finding scan = all(probe("10.0.0.1"), probe("10.0.0.1")).get(0);
        assertEquals("10.0.0.1 probed many ports", scan.title());
        assertEquals(
                List.of("2 unanswered flows to 50 ports or hosts, 2017-07-14 02:40:00 to 2017-07-14 02:40:01 UTC"),
                scan.facts());
    }

    private static FlowRecord similar(String server, int port, String client) {
        return Records.tcp("10.0.0.1", server, port)
                .registered("afs3", "", Standing.REGISTERED_ONLY)
                .metadata(Map.of("payload", Map.of("client", List.of(client), "server", List.of("4f4b4f4b00aa"))))
                .made();
    }

    @Test
    void unidentifiedTrafficThatBeginsAlikeIsOneFinding() throws InvalidRulesException {
        Finding finding = all(similar("10.0.0.2", 7001, "484f55530101"), similar("10.0.0.3", 7002, "484f55530102"))
                .get(0);
        assertEquals("unnamed-alike", finding.id());
        assertEquals("10.0.0.2, 10.0.0.3 7001-7002/tcp", finding.where());
        assertEquals("the client begins with 48 4f 55 53 01 ??", finding.facts().get(0));
        assertEquals(List.of("unnamed-service 10.0.0.2:7001/tcp"), findings(similar("10.0.0.2", 7001, "484f55530101")));
    }
}
