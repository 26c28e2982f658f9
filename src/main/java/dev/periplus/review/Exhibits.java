package dev.periplus.review;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The bytes on which a report rests: each piece of evidence that names a packet and an offset. They can be compared with
 * what the captures hold.
 */
public final class Exhibits {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final HexFormat HEX = HexFormat.of();

    /** Exhibits by packet, of each capture by its path. */
    private final Map<String, Map<Long, List<Exhibit>>> byCapture = new LinkedHashMap<>();

    /** SHA-256 by path of those captures that the report names so. */
    private final Map<String, String> digests = new LinkedHashMap<>();

    private long count;
    private long withoutPlace;
    private long confirmed;

    private record Exhibit(String uid, int offset, byte[] bytes) {}

    /** What a piece of evidence says, as far as it was read. */
    private static final class Piece {
        private @Nullable String capture;
        private long packet;
        private long offset = -1;
        private byte @Nullable [] bytes;
    }

    /**
     * Reads a report in NDJSON, as {@code -o json} writes it.
     *
     * @throws IOException where it cannot be read, or is no such report; the message names the line
     */
    public static Exhibits read(Path report) throws IOException {
        Exhibits exhibits = new Exhibits();
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(report)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
                    exhibits.line(parser);
                } catch (JacksonException | IllegalArgumentException e) {
                    throw new IOException(report + ":" + number + ": no line of a report of Periplus", e);
                }
            }
        }
        return exhibits;
    }

    private void line(JsonParser parser) {
        String capture = "";
        String uid = "";
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("no object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "capture" -> capture = parser.getString();
                case "uid" -> uid = parser.getString();
                case "evidence" -> evidence(parser, capture, uid);
                case "inside" -> inside(parser, capture, uid);
                case "run" -> run(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void inside(JsonParser parser, String capture, String uid) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean here = parser.currentName().equals("evidence");
                parser.nextToken();
                if (here) {
                    evidence(parser, capture, uid);
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private void evidence(JsonParser parser, String capture, String uid) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Piece piece = new Piece();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value != JsonToken.VALUE_NULL) {
                    field(piece, name, parser);
                }
            }
            add(piece, capture, uid);
        }
    }

    private static void field(Piece piece, String name, JsonParser parser) {
        switch (name) {
            case "capture" -> piece.capture = parser.getString();
            case "packet" -> piece.packet = parser.getLongValue();
            case "offset" -> piece.offset = parser.getLongValue();
            case "bytes" -> piece.bytes = HEX.parseHex(parser.getString());
            default -> parser.skipChildren();
        }
    }

    private void add(Piece piece, String capture, String uid) {
        byte[] bytes = piece.bytes;
        if (piece.packet <= 0 || bytes == null) {
            return;
        }
        count++;
        if (piece.offset < 0) {
            withoutPlace++;
            return;
        }
        String path = piece.capture == null ? capture : piece.capture;
        byCapture
                .computeIfAbsent(path, key -> new HashMap<>())
                .computeIfAbsent(piece.packet, key -> new ArrayList<>(1))
                .add(new Exhibit(uid, (int) piece.offset, bytes));
    }

    private void run(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean captures = parser.currentName().equals("captures");
            parser.nextToken();
            if (captures) {
                captures(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void captures(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String path = "";
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("path")) {
                    path = parser.getString();
                } else if (name.equals("sha256")) {
                    digests.put(path, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    /** Digests by the paths of captures, as the report has them. */
    public Map<String, String> digests() {
        return digests;
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** Those whose bytes lie in a datagram of several fragments, or in a stream beyond what has a place: not compared. */
    public long withoutPlace() {
        return withoutPlace;
    }

    /** Those that {@link #compare} found as they are said to be. */
    public long confirmed() {
        return confirmed;
    }

    /**
     * Compares each exhibit with the capture that holds it.
     *
     * @param found where a capture lies, by the path that the report has
     * @param failed hears a sentence for each exhibit that is not there as it is said to be
     */
    public void compare(UnaryOperator<String> found, Consumer<String> failed) throws FilterException {
        for (Map.Entry<String, Map<Long, List<Exhibit>>> entry : byCapture.entrySet()) {
            String path = entry.getKey();
            Map<Long, List<Exhibit>> left = new HashMap<>(entry.getValue());
            try (CaptureSet set = new CaptureSet(List.of(found.apply(path)), CaptureOptions.everything())) {
                List<CaptureOutcome> outcomes =
                        set.read((bytes, offset, captured, wire, time, link, capture, number) -> {
                            List<Exhibit> here = left.remove(number);
                            for (Exhibit exhibit : here == null ? List.<Exhibit>of() : here) {
                                compare(path, number, exhibit, bytes, offset, captured, failed);
                            }
                        });
                String problem = outcomes.get(0).problem();
                left.forEach((number, missing) -> missing.forEach(exhibit -> failed.accept(path + ", packet " + number
                        + ", flow " + exhibit.uid + ": there is no such packet"
                        + (problem == null ? "" : "; " + problem))));
            }
        }
    }

    private void compare(
            String path,
            long number,
            Exhibit exhibit,
            byte[] bytes,
            int offset,
            int captured,
            Consumer<String> failed) {
        int from = offset + exhibit.offset;
        int to = from + exhibit.bytes.length;
        boolean same =
                to <= offset + captured && Arrays.equals(bytes, from, to, exhibit.bytes, 0, exhibit.bytes.length);
        if (same) {
            confirmed++;
        } else {
            failed.accept(path + ", packet " + number + ", byte " + exhibit.offset + ", flow " + exhibit.uid
                    + ": other bytes than " + HEX.formatHex(exhibit.bytes));
        }
    }
}
