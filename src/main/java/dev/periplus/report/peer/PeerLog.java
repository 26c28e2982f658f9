package dev.periplus.report.peer;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads Zeek's {@code conn.log} (tab-separated or JSON) and Suricata's {@code eve.json} ({@code flow} events), also in gzip, a
 * line at a time. A line longer than 64 KiB, or one that is neither, is counted and passed over.
 */
final class PeerLog {
    /** Whose log it is. */
    enum Tool {
        ZEEK("zeek"),
        SURICATA("suricata");

        private final String word;

        Tool(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Of version 1: a SHA-1 digest in base 64 (corelight/community-id-spec). */
    private static final Pattern COMMUNITY_ID = Pattern.compile("1:[A-Za-z0-9+/]{27}=");

    private static final int LONGEST_LINE = 1 << 16;
    private static final int MOST_SERVICES = 16;
    private static final int LONGEST_ID = 64;
    private static final long SECOND = 1_000_000_000L;
    private static final BigDecimal NANOS = BigDecimal.valueOf(SECOND);
    private static final BigDecimal LATEST = BigDecimal.valueOf(Long.MAX_VALUE / SECOND);

    /** Suricata writes {@code +0000}. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSZ", Locale.ROOT);

    private final Tool tool;
    private final Consumer<PeerFlow> out;
    private final JsonFactory json = new JsonFactory();
    private List<String> columns = List.of();
    private long unreadable;
    private long others;

    PeerLog(Tool tool, Consumer<PeerFlow> out) {
        this.tool = tool;
        this.out = out;
    }

    /** Lines that could not be read. */
    long unreadable() {
        return unreadable;
    }

    /** Records of other kinds, or of transports without ports. */
    long others() {
        return others;
    }

    void read(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                Reader in = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), LONGEST_LINE)) {
            StringBuilder line = new StringBuilder();
            boolean tooLong = false;
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    line(line, tooLong);
                    line.setLength(0);
                    tooLong = false;
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                } else {
                    tooLong = true;
                }
            }
            line(line, tooLong);
        }
    }

    private void line(CharSequence text, boolean tooLong) {
        String line = text.toString().strip();
        if (tooLong) {
            unreadable++;
        } else if (line.startsWith("#")) {
            columns = line.startsWith("#fields\t") ? List.of(line.substring(8).split("\t")) : columns;
        } else if (!line.isEmpty()) {
            Map<String, String> fields = line.startsWith("{") ? object(line) : row(line);
            PeerFlow flow = fields == null ? null : flow(fields);
            if (flow != null) {
                out.accept(flow);
            }
        }
    }

    private @Nullable Map<String, String> row(String line) {
        String[] values = line.split("\t", -1);
        if (values.length != columns.size()) {
            unreadable++;
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (!values[i].equals("-") && !values[i].equals("(empty)")) {
                fields.put(columns.get(i), values[i]);
            }
        }
        return fields;
    }

    /** The values of an object and, named with a dot, of objects in it; values of arrays are joined with commas. */
    private @Nullable Map<String, String> object(String line) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
            String within = "";
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    within = depth == 1 && parser.currentName() != null ? parser.currentName() + "." : within;
                    depth++;
                } else if (token == JsonToken.END_OBJECT) {
                    depth--;
                    within = depth == 1 ? "" : within;
                } else if (token.isScalarValue() && depth <= 2) {
                    fields.merge(within + parser.currentName(), parser.getString(), (one, two) -> one + "," + two);
                }
            }
            return fields;
        } catch (JacksonException e) {
            unreadable++;
            return null;
        }
    }

    private @Nullable PeerFlow flow(Map<String, String> fields) {
        boolean zeek = tool == Tool.ZEEK;
        if (!zeek && !"flow".equals(fields.get("event_type"))) {
            others++;
            return null;
        }
        String community = fields.getOrDefault("community_id", "");
        boolean known = COMMUNITY_ID.matcher(community).matches();
        String client = zeek ? "id.orig_h" : "src_ip";
        boolean named = !known || fields.containsKey(client);
        String transport = fields.getOrDefault("proto", "").toLowerCase(Locale.ROOT);
        int protocol = Transport.number(transport);
        if (protocol < 0 && (named || !transport.isEmpty())) {
            others++;
            return null;
        }
        try {
            Endpoint source = named ? endpoint(fields, protocol, client, zeek ? "id.orig_p" : "src_port") : null;
            Endpoint destination = named
                    ? endpoint(fields, protocol, zeek ? "id.resp_h" : "dest_ip", zeek ? "id.resp_p" : "dest_port")
                    : null;
            long start = zeek ? seconds(fields.get("ts")) : instant(fields.get("flow.start"));
            long end = zeek
                    ? start + (fields.containsKey("duration") ? seconds(fields.get("duration")) : 0)
                    : instant(fields.get("flow.end"));
            String id = fields.getOrDefault(zeek ? "uid" : "flow_id", "");
            return new PeerFlow(
                    source,
                    destination,
                    start,
                    end,
                    services(fields.get(zeek ? "service" : "app_proto")),
                    id.substring(0, Math.min(LONGEST_ID, id.length())),
                    known ? community : null);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            unreadable++;
            return null;
        }
    }

    private static Endpoint endpoint(Map<String, String> fields, int protocol, String host, String port) {
        Address address = Address.parse(fields.getOrDefault(host, ""));
        int number = Integer.parseInt(fields.getOrDefault(port, ""));
        if (address == null || number < 0 || number > 0xffff) {
            throw new IllegalArgumentException("no endpoint");
        }
        return new Endpoint(address, number, protocol);
    }

    private static long seconds(@Nullable String text) {
        if (text == null || text.length() > 40) {
            throw new IllegalArgumentException("no time");
        }
        BigDecimal seconds = new BigDecimal(text);
        if (seconds.signum() < 0 || seconds.compareTo(LATEST) >= 0) {
            throw new IllegalArgumentException("no time of today");
        }
        return seconds.multiply(NANOS).longValue();
    }

    private static long instant(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("no time");
        }
        Instant time = text.endsWith("Z")
                ? Instant.parse(text)
                : OffsetDateTime.parse(text, TIME).toInstant();
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND), time.getNano());
    }

    private static List<String> services(@Nullable String text) {
        List<String> services = new ArrayList<>();
        if (text != null) {
            for (String one : text.toLowerCase(Locale.ROOT).split(",", MOST_SERVICES + 1)) {
                if (!one.isEmpty() && !one.equals("failed") && services.size() < MOST_SERVICES) {
                    services.add(one);
                }
            }
        }
        return services;
    }
}
