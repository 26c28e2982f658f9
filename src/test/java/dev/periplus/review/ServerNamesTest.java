package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
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

/** Names of servers that do not agree, and hosts that nothing named. */
class ServerNamesTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String OUTSIDE = "203.0.113.7";
    private static final long SECOND = 1_000_000_000L;

    private final RuleSet protocols = new RuleLoader().packaged().load();

    @TempDir
    Path folder;

    private List<String> words(List<FlowRecord> records) throws InvalidRulesException {
        CaseFindings findings = new CaseFindings(protocols, null, folder, LocalDate.of(2026, 1, 1));
        records.forEach(findings::flow);
        List<String> words = new ArrayList<>();
        for (Finding finding : findings.findings()) {
            words.add(finding.severity().word() + " " + finding.title() + ": " + finding.facts());
        }
        return words;
    }

    private static Records flow(long second, int protocol, String server, int port, String label) {
        Packet first = FlowFixture.first(protocol, CLIENT, 40000, server, port);
        first.time += second * SECOND;
        return Records.of(Records.talk(first)).label(label, 0.99).registered("https", "HTTPS", Standing.AS_REGISTERED);
    }

    private static Records tls(Map<String, List<String>> fields) {
        return flow(0, Packet.TCP, OUTSIDE, 443, "tls").metadata(Map.of("tls", fields));
    }

    private List<String> answered(String name, Map<String, List<String>> fields) throws InvalidRulesException {
        return words(List.of(flow(0, Packet.TCP, OUTSIDE, 443, "tls")
                .metadata(Map.of("tls", fields, "dns", Map.of("answered_name", List.of(name))))
                .made()));
    }

    @Test
    void aNameThatDnsDidNotGiveForTheAddressIsTold() throws InvalidRulesException {
        assertEquals(
                List.of("info 10.0.0.1 names servers otherwise than DNS: [asked 203.0.113.7 for a.test,"
                        + " an address that DNS gave for b.example, an encrypted ClientHello was offered, and may hide"
                        + " the name that is meant]"),
                answered("b.example", Map.of("sni", List.of("A.test"), "ech", List.of("offered"))));
        assertEquals(List.of(), answered("b.example", Map.of("sni", List.of("www.b.example"))));
        assertEquals(List.of(), answered("b.example", Map.of("sni", List.of("192.0.2.1"))));
        assertEquals(List.of(), answered("b.example", Map.of("version", List.of("TLS 1.3"))));
    }

    private List<String> certificate(String name, List<String> names) throws InvalidRulesException {
        return words(List.of(tls(Map.of("sni", List.of(name), "names", names)).made()));
    }

    @Test
    void aCertificateForAnotherNameIsTold() throws InvalidRulesException {
        assertEquals(
                List.of("low A certificate for another name than a.b.test: [asked for a.b.test, certificate for"
                        + " *.test, c.test]"),
                certificate("a.b.test", List.of("*.test", "c.test")));
        assertEquals(List.of(), certificate("a.test", List.of("c.test", "*.TEST")));
        assertEquals(List.of(), certificate("a.test", List.of("A.test")));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            many.add("h" + i + ".test");
        }
        assertEquals(List.of(), certificate("a.test", many), "more names may follow");
        FlowRecord self = tls(Map.of("sni", List.of("a.test"), "subject", List.of("Acme Appliance")))
                .made();
        assertEquals(List.of(), words(List.of(self)));
    }

    @Test
    void dnsOverTlsAndHttpsIsTold() throws InvalidRulesException {
        assertEquals(
                List.of("info 10.0.0.1 asks 203.0.113.7:853/tcp for names, encrypted: [protocols: tls > dns]"),
                words(List.of(
                        flow(0, Packet.TCP, OUTSIDE, 853, "tls").then("dns").made())));
        Map<String, Map<String, List<String>>> sni = Map.of("tls", Map.of("sni", List.of("dns.google")));
        assertEquals(
                List.of("info 10.0.0.1 asks Google Public DNS for names, encrypted: [protocols: tls,"
                        + " server name dns.google]"),
                words(List.of(flow(0, Packet.TCP, OUTSIDE, 443, "tls")
                        .metadata(sni)
                        .named("google-public-dns", "dns.google")
                        .made())));
        assertEquals(
                List.of(),
                words(List.of(flow(0, Packet.UDP, OUTSIDE, 53, "dns")
                        .named("google-public-dns", "dns.google")
                        .made())));
    }

    private List<String> afterAnswers(int answers, long second, Map<String, Map<String, List<String>>> fields)
            throws InvalidRulesException {
        List<FlowRecord> records = new ArrayList<>();
        records.add(
                flow(second, Packet.TCP, OUTSIDE, 443, "tls").metadata(fields).made());
        for (int i = 0; i < answers; i++) {
            records.add(flow(i, Packet.UDP, "10.0.0.53", 53, "dns")
                    .metadata(Map.of("dns", Map.of("answers", List.of("192.0.2." + i))))
                    .made());
        }
        return words(records);
    }

    @Test
    void hostsThatNoAnswerGaveAreToldOfClientsWhoseAnswersAreSeen() throws InvalidRulesException {
        Map<String, Map<String, List<String>>> said = Map.of("tls", Map.of("sni", List.of("a.test")));
        assertEquals(1, afterAnswers(5, 600, said).size());
        assertEquals(
                "info Connections that no DNS answer led to: 10.0.0.1 to 1 host",
                afterAnswers(5, 600, said).get(0).split(": \\[")[0]);
        assertEquals(List.of(), afterAnswers(4, 600, said), "too few answers are seen");
        assertEquals(List.of(), afterAnswers(5, 599, said), "it may have been looked up before the capture");
        Map<String, Map<String, List<String>>> named = Map.of("dns", Map.of("answered_name", List.of("a.test")));
        assertEquals(List.of(), afterAnswers(5, 600, named));
    }
}
