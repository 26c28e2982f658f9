package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.periplus.answer.Severity;
import dev.periplus.review.FindingRule.When;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingRulesTest {
    @TempDir
    Path folder;

    private final RuleSet protocols = new RuleLoader().packaged().load();

    private FindingRules with(String text) throws IOException, InvalidRulesException {
        Files.writeString(folder.resolve(RuleFile.FINDINGS.path()), text);
        return RuleFolder.read(folder, own -> FindingRules.load(protocols, own));
    }

    @Test
    void aFolderAddsAndReplaces() throws IOException, InvalidRulesException {
        FindingRules rules = with("- {id: scan, when: scan, severity: critical, title: Own, means: M}\n"
                + "- {id: own, when: spoken, labels: telnet, severity: low, title: T, means: M}\n");
        assertEquals(Severity.CRITICAL, rules.rule(When.SCAN, "").severity());
        assertEquals(1, rules.all(When.SCAN).size());
        assertEquals(
                List.of("telnet"),
                rules.all(When.SPOKEN).stream()
                        .filter(rule -> rule.id().equals("own"))
                        .findFirst()
                        .orElseThrow()
                        .labels());
    }

    @Test
    void everyErrorHasItsLine() {
        InvalidRulesException wrong = assertThrows(
                InvalidRulesException.class,
                () -> with("- id: a\n  when: sometimes\n  severity: grave\n  labels:\n    - ssh\n    - no-such\n"
                        + "  title: T\n- {id: b, when: scan, severity: low, user: framehawk, title: T, means: M}\n"));
        String file = folder.resolve(RuleFile.FINDINGS.path()).toString();
        assertEquals(
                List.of(
                        file + ":2: unknown when 'sometimes'; known are not-as-registered, known-user, unnamed,"
                                + " unnamed-alike, several-protocols, changed-protocol, scan, probed, spoken, no-companion,"
                                + " process, not-as-accepted, acceptance-expired, indicator, inside, application,"
                                + " credentials, beacon, long-lived, upload, dns-tunnel, echo-tunnel, file, disguised-file,"
                                + " stray-file, other-name, other-certificate, encrypted-names, unnamed-hosts,"
                                + " out-of-hours, long-poll",
                        file + ":3: unknown severity 'grave'; known are info, low, medium, high, critical",
                        file + ":1: means is missing",
                        file + ":6: no protocol has the id 'no-such'",
                        file + ":8: user and companions are required with when: no-companion, and not"
                                + " allowed otherwise"),
                wrong.errors().stream().map(RuleError::toString).toList());
    }
}
