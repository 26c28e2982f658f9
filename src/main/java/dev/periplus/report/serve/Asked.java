package dev.periplus.report.serve;

import dev.periplus.report.sqlite.SqliteCase.Cursor;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request: {@code ?q=ssh&sort=bytes}.
 *
 * @param values by name; of a name given twice, the last
 */
record Asked(Map<String, String> values) {
    /**
     * Parses the part of an address behind the question mark.
     *
     * @param raw not yet decoded, or null
     * @throws IllegalArgumentException if it is not well formed
     */
    static Asked parse(@Nullable String raw) {
        Map<String, String> values = new HashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
            }
        }
        return new Asked(values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns a value, empty if it was not given. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** Returns a number, 0 if it was not given or is none. */
    long number(String name) {
        return number(text(name), 0);
    }

    private static long number(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Returns where a list goes on, or null for its beginning. */
    @Nullable
    Cursor after() {
        String text = text("after");
        int colon = text.indexOf(':');
        if (colon < 2) {
            return null;
        }
        long flow = number(text.substring(1, colon), -1);
        String key = text.substring(colon + 1);
        return switch (text.charAt(0)) {
            case 'n' -> new Cursor(number(key, 0), flow);
            case 'r' ->
                key.matches("\\d{1,3}(\\.\\d{1,20})?(E-?\\d{1,3})?") ? new Cursor(Double.valueOf(key), flow) : null;
            case 't' -> new Cursor(key, flow);
            default -> null;
        };
    }

    /** Writes what {@link #after} reads. */
    static String after(Cursor cursor) {
        char kind = cursor.key() instanceof Double ? 'r' : cursor.key() instanceof Number ? 'n' : 't';
        return encoded(kind + Long.toString(cursor.flow()) + ":" + cursor.key());
    }
}
