package dev.periplus.sockets;

import java.util.ArrayList;
import java.util.List;

/** Parses a CSV record (RFC 4180) on one line. */
final class CsvLine {
    private static final int MOST_FIELDS = 256;

    private CsvLine() {}

    /** Returns the fields; empty if quotes do not match, text follows a closing quote, or there are more than 256. */
    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at <= line.length() && fields.size() < MOST_FIELDS) {
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            int end = quoted ? closing(line, at + 1) : line.indexOf(',', at);
            if (end < 0 && quoted) {
                return List.of();
            }
            end = end < 0 ? line.length() : end;
            fields.add(quoted ? line.substring(at + 1, end).replace("\"\"", "\"") : line.substring(at, end));
            at = quoted ? end + 1 : end;
            if (at < line.length() && line.charAt(at) != ',') {
                return List.of();
            }
            at++;
        }
        return at > line.length() ? fields : List.of();
    }

    /** Offset of the closing quote of a field, or -1. */
    private static int closing(String line, int from) {
        int at = line.indexOf('"', from);
        while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == '"') {
            at = line.indexOf('"', at + 2);
        }
        return at;
    }
}
