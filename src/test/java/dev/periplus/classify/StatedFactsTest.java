package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import dev.periplus.report.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatedFactsTest {
    private static final Map<String, Map<String, List<String>>> METADATA = Map.of(
            "tls", Map.of("sni", List.of("mail.example.org")),
            "smb", Map.of("user", List.of("PC7$")),
            "dns", Map.of("answered_name", List.of("mx.example.org")));

    private static List<String> facts(Records record) {
        List<String> facts = new ArrayList<>();
        StatedFacts.of(record.metadata(METADATA).made(), 0, fact -> facts.add(text(fact)));
        return facts.stream().sorted().toList();
    }

    private static String text(HostFact fact) {
        return String.join(
                " ",
                fact.host().toString(),
                fact.kind().id(),
                fact.value(),
                fact.grade().id(),
                fact.source());
    }

    @Test
    void metadataTellsOfBothHosts() {
        assertEquals(
                List.of(
                        "10.1.4.23 name PC7 itself NTLM user",
                        "10.9.0.7 name mail.example.org another TLS server name",
                        "10.9.0.7 name mx.example.org another DNS answer"),
                facts(Records.tcp("10.1.4.23", "10.9.0.7", 443)));
    }

    @Test
    void whatIsInsideMayBeOfAServerBehindAProxy() {
        assertEquals(
                List.of("10.1.4.23 name PC7 itself NTLM user", "10.9.0.7 name mx.example.org another DNS answer"),
                facts(Records.tcp("10.1.4.23", "10.9.0.7", 1080)
                        .label("socks", 0.99)
                        .then("tls")));
    }

    @Test
    void aFactIsTakenOnceUnlessAMoreReliableHostSaysIt() {
        HostFacts known = new HostFacts(index -> "");
        List<Boolean> taken = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            StatedFacts.of(
                    Records.tcp("10.1.4.23", "10.9.0.7", 443).metadata(METADATA).made(),
                    i,
                    fact -> taken.add(known.add(fact)));
        }
        assertEquals(List.of(true, true, true, false, false, false), taken);
    }
}
