package dev.periplus.rule;

import dev.periplus.rulefile.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one file of {@code rules/services/}. */
final class ServiceReader {
    private static final List<String> KEYS = List.of(
            "id",
            "name",
            "category",
            "operator",
            "suffixes",
            "names",
            "certificates",
            "first-labels",
            "tokens",
            "references");
    private static final Set<String> CATEGORIES = Set.of(
            "advertising",
            "analytics",
            "certificates",
            "cdn",
            "cloud",
            "dating",
            "developer",
            "education",
            "file-sharing",
            "finance",
            "games",
            "health",
            "iot",
            "mail",
            "malware",
            "maps",
            "messaging",
            "music",
            "name-service",
            "news",
            "remote-access",
            "search",
            "security",
            "shopping",
            "social",
            "software-update",
            "streaming",
            "voice-video",
            "vpn",
            "web",
            "work");
    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\\.)+[a-z0-9-]{2,}");

    private final Yaml yaml;

    ServiceReader(Yaml yaml) {
        this.yaml = yaml;
    }

    /** Returns the service, or null if the file cannot be read as one; the errors say why. */
    @Nullable
    Service read() {
        MappingNode root = yaml.root();
        if (root == null) {
            return null;
        }
        Map<String, Node> entries = yaml.entries(root, KEYS);
        String id = yaml.idOfFile(entries, root);
        String category = yaml.category(entries, root, CATEGORIES);
        List<String> suffixes = hosts(entries.get("suffixes"));
        List<String> names = hosts(entries.get("names"));
        List<String> certificates = yaml.texts(entries.get("certificates"));
        List<String> firstLabels = yaml.texts(entries.get("first-labels"));
        List<String> tokens = yaml.texts(entries.get("tokens"));
        if (Stream.of(suffixes, names, certificates, firstLabels, tokens).allMatch(List::isEmpty)) {
            yaml.error(root, "no names; give at least one of suffixes, names, certificates, first-labels and tokens");
        }
        if (yaml.texts(entries.get("references")).isEmpty()) {
            yaml.error(root, "references is missing; give at least one source that says whose names these are");
        }
        return new Service(
                id, yaml.required(entries, "name", root), category, suffixes, names, certificates, firstLabels, tokens);
    }

    private List<String> hosts(@Nullable Node list) {
        for (Node item : yaml.items(list)) {
            String host = yaml.text(item);
            if (!HOST.matcher(host).matches()) {
                yaml.error(item, "'" + host + "' is not a host name; write it in lower case, as in example.com");
            }
        }
        return yaml.texts(list);
    }
}
