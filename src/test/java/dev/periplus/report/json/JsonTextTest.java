package dev.periplus.report.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

class JsonTextTest {
    private static final JsonFactory JACKSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static String written(JsonText text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.writeTo(out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** Except DEL, a control character that Jackson leaves as it is. */
    @Test
    void writesTextAsJacksonDoes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JsonText text = new JsonText();
        for (int i = 0; i < 2000; i++) {
            StringBuilder any = new StringBuilder();
            int[] bounds = {0x80, 0x100, 0x20, 0x110000};
            int bound = bounds[random.nextInt(bounds.length)];
            for (int length = random.nextInt(40); length > 0; length--) {
                int point = random.nextInt(bound);
                any.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '?' : point);
            }
            StringWriter expected = new StringWriter();
            try (JsonGenerator json = JACKSON.createGenerator(ObjectWriteContext.empty(), expected)) {
                json.writeString(any.toString());
            }
            text.clear();
            String escaped = expected.toString().replace("\u007f", "\\u007F");
            assertEquals(escaped, written(text.text(any.toString())), "seed " + seed);
        }
    }

    @Test
    void knownTextsAreWrittenAsOthersAre() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JsonText known = new JsonText();
        JsonText text = new JsonText();
        for (int i = 0; i < 20_000; i++) {
            String any = "label-" + random.nextInt(5_000) + (random.nextInt(9) == 0 ? "\u00e9\"" : "");
            known.clear();
            text.clear();
            assertEquals(written(text.text(any)), written(known.known(any)), "seed " + seed);
        }
        known.clear();
        assertEquals("null", written(known.known(null)));
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a\ud83d\ude00b, a\\uD83D\\uDE00b",
        "a\ud83d, a\\uFFFD",
        "\ude00b, \\uFFFDb",
        "\ud83d\ud83d\ude00, \\uFFFD\\uD83D\\uDE00",
    })
    void surrogatesAloneAreReplaced(String text, String written) throws IOException {
        assertEquals("\"" + written + "\"", written(new JsonText().text(text)));
    }

    @Test
    void writesNumbersTimesAndNothing() throws IOException {
        JsonText text = new JsonText();
        text.number(-5)
                .raw(' ')
                .decimal(183_325, 2)
                .raw(' ')
                .text(null)
                .raw(' ')
                .time(1_500_000_000_000_000_001L);
        assertEquals("-5 1833.25 null \"2017-07-14T02:40:00.000000001Z\"", written(text));
    }
}
