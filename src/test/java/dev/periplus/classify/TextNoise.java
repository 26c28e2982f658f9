package dev.periplus.classify;

import dev.periplus.classify.Noise.Form;
import dev.periplus.classify.Noise.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/** Noise as text: prose, commands, numbered lines, records and markup of no protocol. */
final class TextNoise {
    private static final String[] PROSE = {
        "the", "of", "and", "to", "a", "in", "that", "it", "was", "for", "on", "with", "as", "his", "they", "at", "be",
        "this", "from", "have", "or", "by", "one", "had", "not", "but", "what", "all", "were", "when", "we", "there",
        "can", "an", "your", "which", "their", "said", "if", "do", "will", "each", "about", "how", "up", "out", "them",
        "harbour", "sailing", "wind", "north", "water", "captain", "island", "morning", "market", "letter", "number",
        "please", "hello", "user", "open", "close", "get", "set", "list", "version", "ready", "error", "status", "data"
    };

    /** Words that programs say, some of them commands of protocols too. */
    private static final String[] TERSE = {
        "status", "load", "job", "node", "alpha", "SET", "GET", "OK", "ERR", "temp", "read", "write", "begin", "end",
        "value", "data", "ping", "hello", "quit", "list", "user", "login", "update", "sync", "time", "id", "version",
        "1", "2", "42", "3.14", "true", "null", "x", "y", "z", "READY", "BUSY", "start", "stop", "open", "close",
        "select", "fetch", "auth", "info", "help", "pass", "put", "INIT", "ACK", "DATA", "STATE", "MODE", "name"
    };

    private static final String[] PROMPTS = {
        "> ", "$ ", "# ", "% ", ": ", ">> ", "login: ", "password: ", "done", "ok", "(y/n) ", "ready> ", "\n$ "
    };

    private static final int[] CODES = {200, 220, 221, 250, 331, 100, 500, 550, 1, 0, 404, 354};

    private TextNoise() {}

    static List<Kind> kinds() {
        return List.of(
                new Kind("prose", TextNoise::prose),
                new Kind("prompts", TextNoise::prompts),
                lines("words", random -> words(random, 1 + random.nextInt(5))),
                lines("numbered-lines", random -> CODES[random.nextInt(CODES.length)] + " " + words(random, 3)),
                lines("coded-lines", random -> CODES[random.nextInt(CODES.length)] + "-" + words(random, 2)),
                lines(
                        "tagged-lines",
                        random -> "a" + random.nextInt(1000) + " " + words(random, 1 + random.nextInt(4))),
                lines("counted-lines", random -> random.nextInt(20) + ": " + words(random, 2)),
                lines(
                        "verbs",
                        random -> upper(terse(random)) + " /" + terse(random) + " " + upper(terse(random)) + "/1.0"),
                lines(
                        "verbs-and-fields",
                        random -> upper(terse(random)) + " /" + terse(random) + " " + upper(terse(random)) + "/1.0\r\n"
                                + terse(random) + ": " + terse(random) + "\r\n"),
                lines("paths", random -> terse(random) + " /" + terse(random) + "/" + terse(random)),
                lines("signed-lines", random -> "+-*:$#@!".charAt(random.nextInt(8)) + words(random, 2)),
                lines("json", TextNoise::json),
                lines(
                        "pairs",
                        random -> terse(random) + "=" + terse(random) + ";" + terse(random) + "=" + terse(random)),
                lines(
                        "csv",
                        random -> String.format(
                                Locale.ROOT,
                                "%.2f,%.2f,%d",
                                random.nextDouble() * 100,
                                random.nextGaussian(),
                                random.nextInt(1000))),
                lines("nmea-like", TextNoise::sentence),
                lines(
                        "base64",
                        random ->
                                Base64.getEncoder().encodeToString(PlainNoise.bytes(random, 6 + random.nextInt(200)))),
                lines("hex", random -> HexFormat.of().formatHex(PlainNoise.bytes(random, 4 + random.nextInt(60)))),
                lines("chat", random -> random.nextBoolean() ? terse(random) : "> " + words(random, 2) + "?"),
                lines(
                        "xml",
                        random -> "<" + terse(random) + " id=\"" + random.nextInt(9) + "\"><a>" + words(random, 2)
                                + "</a></" + terse(random) + ">"),
                encoded("utf-16", StandardCharsets.UTF_16LE),
                encoded("utf-16-be", StandardCharsets.UTF_16BE));
    }

    static String word(Random random) {
        return PROSE[random.nextInt(PROSE.length)];
    }

    private static String terse(Random random) {
        return TERSE[random.nextInt(TERSE.length)];
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder(terse(random));
        for (int i = 1; i < count; i++) {
            words.append(' ').append(terse(random));
        }
        return words.toString();
    }

    /** Lines from {@code line}, one or a few in a message; a conversation keeps to one line end and one case. */
    private static Kind lines(String name, Function<Random, String> line) {
        return new Kind(name, random -> {
            String end = random.nextInt(3) == 0 ? "\n" : random.nextInt(8) == 0 ? "\0" : "\r\n";
            boolean upper = random.nextInt(4) == 0;
            return (byClient, size) -> {
                StringBuilder text = new StringBuilder();
                for (int left = random.nextInt(4) == 0 ? 3 : 1; left > 0; left--) {
                    text.append(line.apply(random)).append(end);
                }
                return (upper ? upper(text.toString()) : text.toString()).getBytes(StandardCharsets.US_ASCII);
            };
        });
    }

    private static Kind encoded(String name, Charset charset) {
        return new Kind(
                name,
                random ->
                        (byClient, size) -> words(random, 1 + random.nextInt(8)).getBytes(charset));
    }

    private static Form prose(Random random) {
        String end = random.nextBoolean() ? "\r\n" : "\n";
        boolean fields = random.nextInt(4) == 0;
        return (byClient, size) -> lines(random, size, end, fields).getBytes(StandardCharsets.US_ASCII);
    }

    /** Short messages of people and programs who wait for each other, some with the ends of prompts. */
    private static Form prompts(Random random) {
        return (byClient, size) -> {
            String text = random.nextInt(3) > 0 ? PROMPTS[random.nextInt(PROMPTS.length)] : terse(random);
            return (text + (random.nextBoolean() ? "\n" : "")).getBytes(StandardCharsets.US_ASCII);
        };
    }

    /** Lines of English words, or of a word and a value; the last line ends with the message. */
    static String lines(Random random, int size, String end, boolean fields) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            StringBuilder line = new StringBuilder(word(random));
            int words = 1 + random.nextInt(12);
            if (fields) {
                line.append(random.nextBoolean() ? ": " : "=").append(random.nextInt(10_000));
            } else {
                for (int i = 0; i < words; i++) {
                    line.append(random.nextInt(10) == 0 ? ", " : " ")
                            .append(random.nextInt(15) == 0 ? "" + random.nextInt(1000) : word(random));
                }
                line.append(random.nextInt(3) == 0 ? "" : ".");
            }
            if (random.nextBoolean()) {
                line.setCharAt(0, Character.toUpperCase(line.charAt(0)));
            }
            text.append(line).append(end);
        }
        int body = Math.max(0, size - end.length());
        return (text.substring(0, body) + end).substring(0, size);
    }

    private static String json(Random random) {
        String value = switch (random.nextInt(4)) {
            case 0 -> "" + random.nextInt(100);
            case 1 -> "\"" + terse(random) + "\"";
            case 2 -> "[1,2]";
            default -> "{\"k\":\"v\"}";
        };
        return "{\"" + terse(random) + "\": " + value + ", \"" + terse(random) + "\": null}";
    }

    /** A line with the check of NMEA 0183, but of no talker that has one. */
    private static String sentence(Random random) {
        String body = "QZ" + upper(terse(random)) + "," + random.nextInt(1000) + "," + random.nextInt(90) + ",N,1";
        int check = 0;
        for (char c : body.toCharArray()) {
            check ^= c;
        }
        return String.format(Locale.ROOT, "$%s*%02X", body, check);
    }
}
