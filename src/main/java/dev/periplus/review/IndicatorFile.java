package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.review.Indicator.Kind;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a list of indicators: text with one a line, or in the first fitting column of CSV; a STIX 2.1 bundle
 * (comparisons of addresses, names and hashes in patterns, and observables); a MISP event (its attributes). Defanged
 * forms such as {@code evil[.]example} are understood.
 */
final class IndicatorFile {
    private static final long LARGEST = 64 << 20;
    private static final int MOST = 1_000_000;
    private static final int NOTE = 80;
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private static final Pattern MD5 = Pattern.compile("\\p{XDigit}{32}");
    private static final Pattern SHA256 = Pattern.compile("\\p{XDigit}{64}");
    private static final Pattern JA4 = Pattern.compile("[tqd]\\d\\d[di]\\d{4}\\w{2}_\\p{XDigit}{12}_\\p{XDigit}{12}");
    private static final Pattern NAME =
            Pattern.compile("(\\*?\\.)?([a-z0-9_](?:[a-z0-9_-]{0,62}\\.)){1,20}[a-z][a-z0-9-]{1,62}");
    private static final Pattern URL = Pattern.compile("(?:h(?:tt|xx)ps?|ftp)://([^/:?#\\s]{1,255}).*");
    private static final Pattern COMPARISON =
            Pattern.compile("(?:ipv4-addr|ipv6-addr|domain-name|url):value\\s{0,9}(?:=|ISSUBSET)\\s{0,9}'([^']{1,300})'"
                    + "|hashes\\.'?SHA-256'?\\s{0,9}=\\s{0,9}'(\\p{XDigit}{64})'");

    private final List<Indicator> indicators = new ArrayList<>();
    private final String file;

    private IndicatorFile(String file) {
        this.file = file;
    }

    /**
     * Reads a list.
     *
     * @throws IOException if it cannot be read, is too large or holds no indicator
     */
    static List<Indicator> read(Path path) throws IOException {
        IndicatorFile reader = new IndicatorFile(String.valueOf(path.getFileName()));
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes((int) LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException(path + ": a list of indicators has at most 64 MiB");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String begin = text.stripLeading();
        if (begin.startsWith("{") || begin.startsWith("[")) {
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
                reader.json(parser);
            } catch (JacksonException e) {
                throw new IOException(path + ": damaged JSON", e);
            }
        } else {
            reader.lines(text);
        }
        if (reader.indicators.isEmpty()) {
            throw new IOException(path + ": no indicator in it (addresses, networks, names, JA3, JA4, SHA-256)");
        }
        return reader.indicators;
    }

    private void lines(String text) {
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            String[] cells = line.split("[,;\t]", -1);
            List<String> notes = new ArrayList<>();
            String found = null;
            for (String cell : cells) {
                String bare = cell.strip().replaceAll("^\"|\"$", "");
                if (found == null && kind(bare) != null) {
                    found = bare;
                } else if (!bare.isBlank()) {
                    notes.add(bare);
                }
            }
            if (found != null) {
                add(found, file + ":" + number, String.join(", ", notes));
            }
        }
    }

    /** Looks at the text members of every object, at its end. */
    private void json(JsonParser parser) {
        Deque<Map<String, String>> open = new ArrayDeque<>();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                open.push(new HashMap<>());
            } else if (token == JsonToken.END_OBJECT) {
                object(open.pop());
            } else if (token == JsonToken.VALUE_STRING && !open.isEmpty() && parser.currentName() != null) {
                open.peek().putIfAbsent(parser.currentName(), parser.getString());
            }
        }
    }

    private void object(Map<String, String> members) {
        String name =
                members.getOrDefault("name", members.getOrDefault("comment", members.getOrDefault("description", "")));
        String id = members.getOrDefault("id", members.getOrDefault("uuid", ""));
        String source = id.isEmpty() ? file : file + " " + id;
        Matcher compared = COMPARISON.matcher(members.getOrDefault("pattern", ""));
        while (compared.find()) {
            add(compared.group(compared.group(1) == null ? 2 : 1), source, name);
        }
        String type = members.get("type");
        String value = members.get("value");
        if (type != null && value != null) {
            for (String part : value.split("\\|")) {
                add(part, source, name);
            }
        }
    }

    private void add(String text, String source, String note) {
        String value = refanged(text);
        Kind kind = kind(text);
        if (kind != null && indicators.size() < MOST) {
            String kept = kind == Kind.DOMAIN ? value.replaceFirst("^\\*?\\.", "") : value;
            indicators.add(new Indicator(kind, kept, Printable.of(source, NOTE), Printable.of(note, NOTE)));
        }
    }

    /** Lower case, without what keeps it from being clicked, without scheme and port. */
    private static String refanged(String text) {
        String plain = text.strip()
                .toLowerCase(Locale.ROOT)
                .replace("[.]", ".")
                .replace("(.)", ".")
                .replace("[:]", ":");
        Matcher url = URL.matcher(plain);
        String value = url.matches() ? url.group(1) : plain;
        return value.matches("[0-9.]{7,15}:\\d{1,5}") ? value.substring(0, value.indexOf(':')) : value;
    }

    private static @Nullable Kind kind(String text) {
        String value = refanged(text);
        if (value.length() > 300) {
            return null;
        }
        int slash = value.indexOf('/');
        Address address = Address.parse(slash < 0 ? value : value.substring(0, slash));
        if (address != null) {
            boolean network = slash > 0 && value.substring(slash + 1).matches("\\d{1,3}");
            return network ? Kind.NETWORK : slash < 0 ? Kind.ADDRESS : null;
        }
        if (MD5.matcher(value).matches()) {
            return Kind.JA3;
        }
        if (SHA256.matcher(value).matches()) {
            return Kind.SHA256;
        }
        if (JA4.matcher(value).matches()) {
            return Kind.JA4;
        }
        return !NAME.matcher(value).matches()
                ? null
                : value.startsWith(".") || value.startsWith("*.") ? Kind.DOMAIN : Kind.NAME;
    }
}
