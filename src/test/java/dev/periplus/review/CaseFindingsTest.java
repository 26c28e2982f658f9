package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.Records;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFindingsTest {
    private final RuleSet protocols = new RuleLoader().packaged().load();

    @TempDir
    Path folder;

    private List<String> findings(FlowRecord... records) throws InvalidRulesException {
        CaseFindings findings = new CaseFindings(protocols, null, folder, LocalDate.of(2026, 1, 1));
        List.of(records).forEach(findings::flow);
        return findings.findings().stream()
                .map(finding -> finding.id() + " " + finding.where())
                .toList();
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
}
