package dev.periplus.report.json;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.ExhibitTaker;
import dev.periplus.answer.ReportedFlow;
import dev.periplus.report.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the exhibits of an NDJSON report that {@code -o json} wrote. */
public final class JsonExhibits {
    /** Characters; a record of a flow has a few thousand, the last line some hundred for each capture. */
    private static final int LONGEST_LINE = 1 << 26;

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final HexFormat HEX = HexFormat.of();

    private boolean isWhole;
    private final ExhibitTaker exhibits;

    private JsonExhibits(ExhibitTaker exhibits) {
        this.exhibits = exhibits;
    }

    /** Flow or capture of a line. */
    private static final class Of {
        private String capture = "";
        private String uid = "";
        private String communityId = "";
        private String transport = "";
        private Side client = Side.NONE;
        private Side server = Side.NONE;
        private final Answer answer = new Answer();
        private final List<Answer> inside = new ArrayList<>();
    }

    /** One end of a flow being read. */
    private record Side(String address, int port) {
        private static final Side NONE = new Side("", 0);
    }

    /** A label and its evidence being read. */
    private static final class Answer {
        private @Nullable String label;
        private final List<Evidence> evidence = new ArrayList<>();

        ReportedFlow.Layer layer() {
            return new ReportedFlow.Layer(label, evidence);
        }
    }

    /** A piece of evidence being read. */
    private static final class Piece {
        private @Nullable String capture;
        private String kind = "";
        private String label = "";
        private String rule = "";
        private double weight;
        private long packet;
        private long offset = -1;
        private byte @Nullable [] bytes;
    }

    /**
     * Hands the exhibits and digests of a report to a taker.
     *
     * @throws IOException if the file cannot be read or is not such a report; the message names the line
     */
    public static void read(Path report, ExhibitTaker into) throws IOException {
        JsonExhibits reader = new JsonExhibits(into);
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(report)) {
            for (String line = line(lines); line != null; line = line(lines)) {
                number++;
                if (line.length() > LONGEST_LINE) {
                    throw new IOException(report + ":" + number + ": longer than any line of a Periplus report");
                }
                try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
                    parser.nextToken();
                    reader.line(parser);
                } catch (JacksonException | IllegalArgumentException e) {
                    throw new IOException(report + ":" + number + ": not a line of a Periplus report", e);
                }
            }
        }
        if (!reader.isWhole) {
            throw new IOException(report + ": the report is cut: its last line, about the run, is missing");
        }
    }

    /** Reads a line, but of one that is too long only so much that this shows; returns null at the end. */
    private static @Nullable String line(BufferedReader from) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = from.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n' && line.length() <= LONGEST_LINE; next = from.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private void line(JsonParser parser) {
        Of flow = new Of();
        members(parser, name -> {
            switch (name) {
                case "capture" -> flow.capture = parser.getString();
                case "uid" -> flow.uid = parser.getString();
                case "community_id" -> flow.communityId = Objects.requireNonNullElse(textOrNull(parser), "");
                case "transport" -> flow.transport = parser.getString();
                case "client" -> flow.client = side(parser);
                case "server" -> flow.server = side(parser);
                case "label" -> flow.answer.label = textOrNull(parser);
                case "evidence" -> elements(parser, () -> evidence(parser, flow, flow.answer));
                case "inside" -> elements(parser, () -> inside(parser, flow));
                case "run" -> run(parser);
                default -> parser.skipChildren();
            }
        });
        if (!flow.uid.isEmpty()) {
            exhibits.flow(flow(flow));
        }
    }

    private static ReportedFlow flow(Of flow) {
        int protocol = Transport.numberOfName(flow.transport);
        List<ReportedFlow.Layer> layers = new ArrayList<>(List.of(flow.answer.layer()));
        flow.inside.forEach(answer -> layers.add(answer.layer()));
        int organisation = Transport.protocolOfName(flow.transport);
        return new ReportedFlow(
                flow.uid,
                endpoint(flow.client, protocol, organisation),
                endpoint(flow.server, protocol, organisation),
                flow.communityId,
                layers);
    }

    private static Endpoint endpoint(Side side, int protocol, int organisation) {
        Address address = Address.parse(side.address);
        if (address == null) {
            throw new IllegalArgumentException("not an address: " + side.address);
        }
        return new Endpoint(address, side.port + organisation, protocol);
    }

    private static Side side(JsonParser parser) {
        String[] address = {""};
        int[] port = {0};
        members(parser, name -> {
            switch (name) {
                case "ip", "mac" -> {
                    String text = textOrNull(parser);
                    address[0] = text == null ? address[0] : text;
                }
                case "port" -> port[0] = parser.currentToken() == JsonToken.VALUE_NULL ? 0 : parser.getIntValue();
                default -> parser.skipChildren();
            }
        });
        return new Side(address[0], port[0]);
    }

    private static @Nullable String textOrNull(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getString();
    }

    private void inside(JsonParser parser, Of flow) {
        Answer answer = new Answer();
        flow.inside.add(answer);
        members(parser, name -> {
            switch (name) {
                case "label" -> answer.label = textOrNull(parser);
                case "evidence" -> elements(parser, () -> evidence(parser, flow, answer));
                default -> parser.skipChildren();
            }
        });
    }

    private void evidence(JsonParser parser, Of flow, Answer answer) {
        Piece piece = new Piece();
        members(parser, name -> {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                field(piece, name, parser);
            }
        });
        Evidence.Kind kind = Words.kind(piece.kind);
        if (kind != null) {
            answer.evidence.add(Evidence.of(kind, piece.label, piece.weight, "", piece.rule));
        }
        String capture = piece.capture == null ? flow.capture : piece.capture;
        exhibits.exhibit(capture, flow.uid, piece.packet, piece.offset, piece.bytes, piece.label, piece.rule);
    }

    private static void field(Piece piece, String name, JsonParser parser) {
        switch (name) {
            case "capture" -> piece.capture = parser.getString();
            case "kind" -> piece.kind = parser.getString();
            case "for" -> piece.label = parser.getString();
            case "rule" -> piece.rule = parser.getString();
            case "weight" -> piece.weight = parser.getDoubleValue();
            case "packet" -> piece.packet = parser.getLongValue();
            case "offset" -> piece.offset = parser.getLongValue();
            case "bytes" -> piece.bytes = HEX.parseHex(parser.getString());
            default -> parser.skipChildren();
        }
    }

    private void run(JsonParser parser) {
        isWhole = true;
        members(parser, name -> {
            switch (name) {
                case "captures" -> elements(parser, () -> capture(parser));
                case "version" -> exhibits.version(parser.getString());
                default -> parser.skipChildren();
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

    /**
     * Calls {@code member} with the name of each member of the object that begins here, with the parser on its value.
     */
    private static void members(JsonParser parser, Consumer<String> member) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("not an object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.accept(name);
        }
    }

    /** Calls {@code element} on each element of the array that begins here. */
    private static void elements(JsonParser parser, Runnable element) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("not an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.run();
        }
    }
}
