package dev.periplus.transfer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of an HTTP/1 message, as far as it says what its body is (RFC 9112 section 6). */
final class HttpHead {
    private static final int MOST_FIELDS = 128;

    /** What the names of the fields that are read begin with. */
    private static final String WANTED = "cCtT";

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
        int end = endOfLine(text, 0);
        String first = line(text, 0, end);
        int space = first.indexOf(' ');
        String word = space < 0 ? first : first.substring(0, space);
        String second = space < 0 ? "" : first.substring(space + 1);
        int after = second.indexOf(' ');
        second = after < 0 ? second : second.substring(0, after);
        response = word.startsWith("HTTP/");
        method = response ? "" : word;
        status = response && isDecimal(second, 3, 3) ? Integer.parseInt(second) : 0;
        target = response || space < 0 ? "" : name(path(second));
        for (int fields = 1; fields < MOST_FIELDS && end < text.length(); fields++) {
            int start = end + 1;
            end = endOfLine(text, start);
            if (start < end && WANTED.indexOf(text.charAt(start)) >= 0) {
                field(line(text, start, end));
            }
        }
    }

    private void field(String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            field(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private static int endOfLine(String text, int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }

    /** The text of a line from here on, without the carriage return at its end. */
    private static String line(String text, int start, int end) {
        return text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    /** Whether the text is a decimal number with so many digits. */
    private static boolean isDecimal(String text, int least, int most) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() >= least && text.length() <= most;
    }

    /** The text before the first of these characters. */
    static String before(String text, String ends) {
        for (int i = 0; i < text.length(); i++) {
            if (ends.indexOf(text.charAt(i)) >= 0) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    /** Whether the first line is one of HTTP/1. */
    boolean isHttp() {
        return response ? status > 0 : !method.isEmpty() && method.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    private void field(String key, String value) {
        switch (key) {
            case "content-length" -> length = isDecimal(value, 1, 18) ? Long.parseLong(value) : -1;
            case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
            case "content-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
            case "content-type" -> {
                fullType = value;
                type = before(value, ";").strip().toLowerCase(Locale.ROOT);
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
        return decoded(before(target, "?#"));
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
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
