package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.report.text.TopScreen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
    private static List<Integer> keys(String sent) throws IOException {
        InputStream in = new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1));
        return keys(in, new KeyReader(false), false);
    }

    private static List<Integer> keys(InputStream in, KeyReader reader, boolean text) throws IOException {
        List<Integer> keys = new ArrayList<>();
        while (in.available() > 0) {
            keys.add(reader.next(in, text));
        }
        return keys;
    }

    @Test
    void theEndOfALineIsNoKeyIfKeysComeByTheLine() throws IOException {
        InputStream in = new ByteArrayInputStream("s\r\n\r\nq\n".getBytes(StandardCharsets.US_ASCII));
        KeyReader reader = new KeyReader(true);
        assertEquals(List.of((int) 's', 0, 0, 0, (int) '\n', (int) 'q', 0), keys(in, reader, false));
        InputStream text = new ByteArrayInputStream("ab\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(List.of((int) 'a', (int) 'b', (int) '\n'), keys(text, reader, true));
    }

    @Test
    void arrowsAreNoEscape() throws IOException {
        assertEquals(List.of(TopScreen.UP, TopScreen.DOWN, (int) 'q'), keys("\u001b[A\u001bOBq"));
        assertEquals(
                List.of(TopScreen.PAGE_UP, TopScreen.PAGE_DOWN, TopScreen.HOME, TopScreen.END),
                keys("\u001b[5~\u001b[6~\u001b[H\u001b[4~"));
    }

    @Test
    void escapeAloneIsAKey() throws IOException {
        assertEquals(List.of(27), keys("\u001b"));
    }

    @Test
    void otherSequencesAreNoKeysAndEnd() throws IOException {
        assertEquals(List.of(0, (int) 'x'), keys("\u001b[1;5Cx"));
        assertEquals(List.of(0), keys("\u001b["));
        assertEquals(0, keys("\u001b[" + "1".repeat(40)).get(0));
    }
}
