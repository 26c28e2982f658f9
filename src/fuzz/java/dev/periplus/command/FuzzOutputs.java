package dev.periplus.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowSink;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import dev.periplus.report.text.TextOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Text from traffic in every format that is written to a stream. The output is UTF-8 without active characters; JSON is
 * read back line by line; CSV has the same number of cells and no formulas; other formats have no line that the text
 * made.
 */
public final class FuzzOutputs {
    private static final List<OutputFormat> FORMATS =
            Stream.of(OutputFormat.values()).filter(OutputFormat::isStream).toList();
    private static final TextOptions OPTIONS = TextOptions.of(100).with(true, true);

    private FuzzOutputs() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        OutputFormat format = FORMATS.get(input.below(FORMATS.size()));
        String text = FuzzInput.text(input.rest());
        String output = written(format, text);
        Must.bePrintable(output, format == OutputFormat.CSV ? "\r\n" : "\n");
        switch (format) {
            case JSON, EVE, ECS, TIMESKETCH -> output.lines().forEach(Json::object);
            case CSV -> csv(output);
            default -> Must.hold(!output.contains("\n{\"run\""), "the text made a line");
        }
    }

    private static String written(OutputFormat format, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FlowSink sink = format.on(out, OPTIONS);
        sink.flow(HostileTextTest.saying(text));
        sink.finding(HostileTextTest.finding(text));
        sink.finish(Records.run(Counter.FLOWS.count(1)));
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(out.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
    }

    /** Reads rows by RFC 4180. */
    private static void csv(String text) {
        int cells = 1;
        int most = 0;
        boolean quoted = false;
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (begins && c != '"' && !quoted) {
                Must.hold("=+-@\t\r".indexOf(c) < 0 || c == '\r', "a formula");
            }
            if (c == '"') {
                boolean opens = begins && !quoted;
                quoted = !quoted;
                begins = opens;
                continue;
            }
            if (!quoted && c == ',') {
                cells++;
            } else if (!quoted && c == '\n') {
                Must.hold(most == 0 || most == cells, "cells in a row");
                most = cells;
                cells = 1;
            }
            begins = !quoted && (c == ',' || c == '\n');
        }
        Must.hold(!quoted, "an open quote");
    }

    public static List<byte[]> seeds() {
        return seeds(FORMATS.size());
    }

    /** Returns hostile texts for each of so many formats. */
    static List<byte[]> seeds(int formats) {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < formats; i++) {
            for (String text : HostileTextTest.TEXTS) {
                seeds.add(new FuzzSeed().u8(i).rest(text.getBytes(UTF_8)).bytes());
            }
        }
        return seeds;
    }
}
