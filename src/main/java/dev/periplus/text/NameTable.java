package dev.periplus.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tables of names that come with the program: a name and its values, separated by tabs; # begins a comment. */
public final class NameTable {
    private NameTable() {}

    /**
     * Returns the values by name, in the order of the table.
     *
     * @param beside a class of the package that holds the table
     */
    public static Map<String, List<String>> read(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + file);
            }
            Map<String, List<String>> rows = new LinkedHashMap<>();
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        List<String> words = List.of(line.split("\t", -1));
                        rows.put(words.get(0), words.subList(1, words.size()));
                    });
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
