package dev.periplus.report.json;

import dev.periplus.answer.ExhibitTaker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The exhibits of a report in NDJSON, as {@code -o json} writes it. */
public final class JsonExhibits {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final HexFormat HEX = HexFormat.of();

    private final ExhibitTaker exhibits;

    private JsonExhibits(ExhibitTaker exhibits) {
        this.exhibits = exhibits;
    }

    /** What a line says of its flow. */
    private static final class Of {
        private String capture = "";
        private String uid = "";
    }

    /** What a piece of evidence says, as far as it was read. */
    private static final class Piece {
        private @Nullable String capture;
        private long packet;
        private long offset = -1;
        private byte @Nullable [] bytes;
    }

    /** @throws IOException where it cannot be read, or is no such report; the message names the line */
    public static void read(Path report, ExhibitTaker into) throws IOException {
        JsonExhibits reader = new JsonExhibits(into);
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(report)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
                    parser.nextToken();
                    reader.line(parser);
                } catch (JacksonException | IllegalArgumentException e) {
                    throw new IOException(report + ":" + number + ": no line of a report of Periplus", e);
                }
            }
        }
    }

    private void line(JsonParser parser) {
        Of flow = new Of();
        members(parser, name -> {
            switch (name) {
                case "capture" -> flow.capture = parser.getString();
                case "uid" -> flow.uid = parser.getString();
                case "evidence" -> elements(parser, () -> evidence(parser, flow));
                case "inside" -> elements(parser, () -> inside(parser, flow));
                case "run" -> run(parser);
                default -> parser.skipChildren();
            }
        });
    }

    private void inside(JsonParser parser, Of flow) {
        members(parser, name -> {
            if (name.equals("evidence")) {
                elements(parser, () -> evidence(parser, flow));
            } else {
                parser.skipChildren();
            }
        });
    }

    private void evidence(JsonParser parser, Of flow) {
        Piece piece = new Piece();
        members(parser, name -> {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                field(piece, name, parser);
            }
        });
        String capture = piece.capture == null ? flow.capture : piece.capture;
        exhibits.exhibit(capture, flow.uid, piece.packet, piece.offset, piece.bytes);
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

    private void run(JsonParser parser) {
        members(parser, name -> {
            if (name.equals("captures")) {
                elements(parser, () -> capture(parser));
            } else {
                parser.skipChildren();
            }
        });
    }

    private void capture(JsonParser parser) {
        Of file = new Of();
        members(parser, name -> {
            switch (name) {
                case "path" -> file.capture = parser.getString();
                case "sha256" -> exhibits.digest(file.capture, parser.getString());
                default -> parser.skipChildren();
            }
        });
    }

    /** Hands on each member of the object that begins here, by its name, on its value. */
    private static void members(JsonParser parser, Consumer<String> member) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("no object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.accept(name);
        }
    }

    /** Hands on each element of the array that begins here. */
    private static void elements(JsonParser parser, Runnable element) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("no array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.run();
        }
    }
}
