package dev.periplus.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** A command line run in this process: its exit status and what it printed. */
public record Run(Exit status, String out, String err) {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    public static Run of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                100,
                false);
        Exit status = Main.run(List.of(arguments), terminal);
        terminal.out().flush();
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Wraps the output of another process. */
    public static Run printed(String out) {
        return new Run(Exit.DONE, out, "");
    }

    /** Returns the records of NDJSON output, without findings and the run. */
    public List<Map<String, Object>> records() {
        List<Map<String, Object>> records = new ArrayList<>();
        out.lines().filter(line -> !line.matches("\\{\"(run|finding)\".*")).forEach(line -> records.add(parse(line)));
        return records;
    }

    /** Returns every line of NDJSON output. */
    public List<Map<String, Object>> lines() {
        return out.lines().map(Run::parse).toList();
    }

    /** Returns the counters of the run. */
    public Map<String, Object> counters() {
        String last = out.lines().reduce("", (before, line) -> line);
        return object(object(parse(last), "run"), "counters");
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Map<String, Object> in, String key) {
        return (Map<String, Object>) in.get(key);
    }

    /** Parses a line of JSON: strings, numbers, booleans, lists and maps as they are. */
    public static Map<String, Object> parse(String line) {
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), line)) {
            parser.nextToken();
            @SuppressWarnings("unchecked")
            Map<String, Object> object = (Map<String, Object>) value(parser);
            return object;
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                object.put(key, value(parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getString();
            default -> parser.getNumberValue();
        };
    }
}
