package dev.periplus.transfer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of an HTTP/1 message, as far as it says what its body is (RFC 9112 section 6). */
final class HttpHead {
    private static final int MOST_FIELDS = 128;
    private static final int LONGEST_NAME = 120;

    /** Whether it is a response. */
    final boolean response;

    final String method;
    final int status;

    /** The last part of the path that was asked for; empty for a response. */
    final String target;

    boolean chunked;
    boolean ranged;
    long length = -1;
    /** Bytes of the file before and behind this range of it; not 0 if it cannot be told. */
    long outside;

    String encoding = "";
    String type = "";

    /** The content type with its parameters. */
    String fullType = "";

    String name = "";

    /** @param text with its line ends, without the empty line */
    HttpHead(String text) {
        String[] lines = text.split("\r?\n", MOST_FIELDS);
        String[] words = lines[0].split(" ", 3);
        response = words[0].startsWith("HTTP/");
        method = response ? "" : words[0];
        status = response && words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
        target = response || words.length < 2 ? "" : name(path(words[1]));
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                field(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
    }

    /** Whether the first line is one of HTTP/1. */
    boolean isHttp() {
        return response ? status > 0 : !method.isEmpty() && method.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    private void field(String key, String value) {
        switch (key) {
            case "content-length" -> length = value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
            case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
            case "content-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
            case "content-type" -> {
                fullType = value;
                type = value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            }
            case "content-disposition" -> name = disposed(value);
            case "content-range" -> range(value);
            default -> {}
        }
    }

    /** The file name of a content disposition (RFC 6266 section 4.3). */
    static String disposed(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("filename*=");
        int plain = lower.indexOf("filename=");
        if (at >= 0 && (plain < 0 || lower.indexOf("''", at) > 0)) {
            int quotes = value.indexOf("''", at);
            return quotes < 0 ? "" : name(decoded(value.substring(quotes + 2).split("[;\\s]", 2)[0]));
        }
        if (plain < 0) {
            return "";
        }
        String rest = value.substring(plain + "filename=".length()).strip();
        boolean quoted = rest.startsWith("\"");
        int end = quoted ? rest.indexOf('"', 1) : rest.indexOf(';');
        return name(rest.substring(quoted ? 1 : 0, end < 0 ? rest.length() : end));
    }

    /** {@code bytes 0-499/1234} (RFC 9110 section 14.4). */
    private void range(String value) {
        String[] numbers = value.replaceFirst("^bytes ", "").split("[-/]", 3);
        ranged = true;
        outside = 1;
        if (numbers.length == 3 && String.join("", numbers).matches("\\d{3,45}")) {
            try {
                long first = Long.parseLong(numbers[0]);
                long last = Long.parseLong(numbers[1]);
                outside = first + Long.parseLong(numbers[2]) - last - 1;
            } catch (NumberFormatException e) {
                return;
            }
        }
    }

    private static String path(String target) {
        return decoded(target.split("[?#]", 2)[0]);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String name(String path) {
        String last = CarriedFiles.lastPart(path);
        return last.length() <= LONGEST_NAME ? last : last.substring(last.length() - LONGEST_NAME);
    }
}
