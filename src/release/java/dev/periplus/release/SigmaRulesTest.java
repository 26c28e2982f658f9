package dev.periplus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the JSON schema of Sigma's specification 2.0.0 asks of a rule. */
class SigmaRulesTest {
    private static final Set<String> LEVELS = Set.of("informational", "low", "medium", "high", "critical");

    @Test
    void everyFindingHasARuleOfSigmasForm() throws Exception {
        Map<String, FileTree.Item> files =
                SigmaRules.of(Path.of("rules/findings.yaml")).items();
        assertTrue(files.size() >= 30, files.size() + " rules");
        Set<Object> ids = new HashSet<>();
        for (Map.Entry<String, FileTree.Item> file : files.entrySet()) {
            byte[] content = file.getValue().content();
            Map<?, ?> rule = (Map<?, ?>) new Load(LoadSettings.builder().build())
                    .loadFromString(new String(content, StandardCharsets.UTF_8));
            assertTrue(String.valueOf(rule.get("title")).length() <= 256);
            assertTrue(ids.add(UUID.fromString(String.valueOf(rule.get("id")))), file.getKey());
            assertTrue(LEVELS.contains(rule.get("level")), rule.toString());
            if (rule.get("tags") instanceof List<?> tags) {
                assertEquals(tags.size(), new HashSet<>(tags).size());
                tags.forEach(tag -> assertTrue(tag.toString().matches("[a-z0-9_-]+\\.[a-z0-9._-]+"), tag.toString()));
            }
            Map<?, ?> detection = (Map<?, ?>) rule.get("detection");
            assertEquals("selection", detection.get("condition"));
            String id = String.valueOf(((Map<?, ?>) detection.get("selection")).get("finding.id"));
            assertEquals("periplus-" + id + ".yml", file.getKey());
        }
    }
}
