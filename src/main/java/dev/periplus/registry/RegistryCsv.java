package dev.periplus.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads IANA's CSV (RFC 4180). Finds columns by their titles; fields may be quoted and span lines. */
final class RegistryCsv {
    private static final String NAME = "service name";
    private static final String PORT = "port number";

    private final String file;
    private final String text;
    private int at;
    private long line = 1;

    private RegistryCsv(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Whether the first line names the required columns. */
    static boolean looksLike(String firstLine) {
        String titles = firstLine.toLowerCase(Locale.ROOT);
        return titles.contains(NAME) && titles.contains(PORT) && titles.indexOf(',') >= 0;
    }

    static void read(String file, String text, ImportedSource into) throws RegistryFormatException {
        new RegistryCsv(file, text).read(into);
    }

    private void read(ImportedSource into) throws RegistryFormatException {
        Map<String, Integer> columns = new HashMap<>();
        for (String title : row()) {
            columns.putIfAbsent(title.strip().toLowerCase(Locale.ROOT), columns.size());
        }
        if (!columns.containsKey(NAME) || !columns.containsKey(PORT)) {
            throw new RegistryFormatException(file, 1, "columns \"Service Name\" and \"Port Number\" are missing");
        }
        while (at < text.length()) {
            long start = line;
            List<String> row = row();
            if (row.size() > 1 && row.size() < columns.size()) {
                into.fault(start, "fields: " + row.size() + "; the first line names " + columns.size() + " columns");
            } else if (row.size() > 1 || !row.get(0).isBlank()) {
                into.add(start, raw(row, columns));
            }
        }
    }

    private static ImportedSource.Raw raw(List<String> row, Map<String, Integer> columns) {
        return new ImportedSource.Raw(
                field(row, columns.get(NAME)),
                field(row, columns.get(PORT)),
                field(row, columns.get("transport protocol")),
                field(row, columns.get("description")),
                field(row, columns.get("registration date")),
                field(row, columns.get("modification date")),
                field(row, columns.get("unauthorized use reported")),
                field(row, columns.get("assignment notes")));
    }

    private static String field(List<String> row, @Nullable Integer column) {
        return column == null || column >= row.size() ? "" : row.get(column);
    }

    private List<String> row() throws RegistryFormatException {
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (at >= text.length()) {
                return fields;
            }
            char end = text.charAt(at++);
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (end != ',') {
                line++;
                return fields;
            }
        }
    }

    private String plain() {
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws RegistryFormatException {
        long start = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                at++;
                field.append('"');
            } else if (at >= text.length() || ",\r\n".indexOf(text.charAt(at)) >= 0) {
                return field.toString();
            } else {
                throw new RegistryFormatException(file, line, "text after the closing quote of a field");
            }
        }
        throw new RegistryFormatException(file, start, "a quoted field is not closed");
    }
}
