package dev.periplus.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Makes a Sigma rule (specification 2.0.0) of each finding, for whoever collects {@code -o json} of a review: it selects the
 * lines of that finding by {@code finding.id}. Its id follows from the finding's and stays the same in every release.
 */
final class SigmaRules {
    private SigmaRules() {}

    /** Returns the rules as files. */
    static FileTree of(Path findings) throws IOException {
        FileTree files = new FileTree();
        try (InputStream in = Files.newInputStream(findings)) {
            Object entries =
                    new Load(LoadSettings.builder().setLabel("findings.yaml").build()).loadFromInputStream(in);
            for (Object entry : (List<?>) entries) {
                Map<?, ?> finding = (Map<?, ?>) entry;
                String id = String.valueOf(finding.get("id"));
                files.text("periplus-" + id + ".yml", FileTree.PLAIN, rule(id, finding));
            }
        }
        return files;
    }

    private static String rule(String id, Map<?, ?> finding) {
        StringBuilder text = new StringBuilder();
        text.append("title: 'Periplus: ").append(id.replace('-', ' ')).append("'\n");
        text.append("id: ").append(uuid(id)).append('\n');
        text.append("status: test\n");
        text.append("description: ")
                .append(quoted(String.valueOf(finding.get("means"))))
                .append('\n');
        text.append("author: The Periplus authors\n");
        text.append("license: Apache-2.0\n");
        if (finding.get("techniques") instanceof List<?> techniques) {
            text.append("tags:\n");
            techniques.forEach(technique -> text.append("    - attack.")
                    .append(String.valueOf(technique).toLowerCase(Locale.ROOT))
                    .append('\n'));
        }
        text.append("logsource:\n    product: periplus\n    service: findings\n");
        text.append("    definition: lines of 'periplus review -o json' that hold a finding\n");
        text.append("detection:\n    selection:\n        finding.id: ")
                .append(id)
                .append('\n');
        text.append("    condition: selection\n");
        text.append(
                "fields:\n    - finding.where\n    - finding.label\n    - finding.severity\n    - finding.client_ips\n");
        String severity = String.valueOf(finding.get("severity"));
        return text.append("level: ")
                .append(severity.equals("info") ? "informational" : severity)
                .append('\n')
                .toString();
    }

    private static UUID uuid(String id) {
        return UUID.nameUUIDFromBytes(("dev.periplus/findings/" + id).getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return "'" + text.strip().replace("'", "''") + "'";
    }
}
