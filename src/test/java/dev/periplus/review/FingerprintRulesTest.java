package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintRulesTest {
    @TempDir
    Path folder;

    private FingerprintRules with(String text) throws IOException, InvalidRulesException {
        Files.writeString(folder.resolve(RuleFile.FINGERPRINTS.path()), text);
        return RuleFolder.read(folder, FingerprintRules::load);
    }

    @Test
    void eachPackagedFieldIsThereOnceAndWhatItNeedsIsOfTheSameSide() throws InvalidRulesException {
        List<FingerprintRule> entries =
                RuleFolder.read(null, FingerprintRules::load).entries();
        assertEquals(
                entries.size(),
                entries.stream().map(FingerprintRule::field).distinct().count());
        for (FingerprintRule entry : entries) {
            if (entry.with() != null) {
                assertTrue(
                        entries.stream()
                                .anyMatch(other -> other.field().equals(entry.with()) && other.side() == entry.side()),
                        entry.id());
            }
        }
    }

    @Test
    void aFileOfOnesOwnAddsAndOverrides() throws IOException, InvalidRulesException {
        FingerprintRules rules = with("- {id: ja4, field: tls.ja4, side: client, name: Own}\n"
                + "- {id: community, field: snmp.community, side: client, name: SNMP community, without: ['\\d+']}\n");
        FingerprintRule ja4 = rules.of("tls", "ja4");
        FingerprintRule community = rules.of("snmp", "community");
        assertNotNull(ja4);
        assertNotNull(community);
        assertEquals("Own", ja4.name());
        assertEquals("site…", community.lasting("site17"));
        assertNotNull(rules.of("ssh", "server"));
    }

    @Test
    void everyErrorHasItsLine() {
        InvalidRulesException wrong = assertThrows(
                InvalidRulesException.class,
                () -> with("- {id: a, field: ja4, side: client, name: A}\n"
                        + "- {id: b, field: tls.ja4, side: both, name: B}\n"
                        + "- {id: c, field: tls.x, side: client, name: C, without: ['(']}\n"));
        String errors = wrong.errors().toString();
        assertTrue(errors.contains(":1: a field is a group and a key, such as tls.ja4, not 'ja4'"), errors);
        assertTrue(errors.contains(":2: unknown side 'both'; known are server, client"), errors);
        assertTrue(errors.contains(":3: not a regular expression"), errors);
    }
}
