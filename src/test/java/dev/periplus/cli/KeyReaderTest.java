package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.command.LiveScreen;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingReader;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
    private static final int WAIT = 1000;

    /** Keys until the terminal is gone. */
    private static List<Integer> keys(String sent) throws IOException {
        List<Integer> keys = new ArrayList<>();
        try (NonBlockingReader in = NonBlocking.nonBlocking("keys", new StringReader(sent))) {
            KeyReader reader = new KeyReader(in);
            while (true) {
                keys.add(reader.next(WAIT));
            }
        } catch (EOFException e) {
            return keys;
        }
    }

    @Test
    void arrowsAreNoEscape() throws IOException {
        assertEquals(List.of(LiveScreen.UP, LiveScreen.DOWN, (int) 'q'), keys("\u001b[A\u001bOBq"));
        assertEquals(
                List.of(LiveScreen.PAGE_UP, LiveScreen.PAGE_DOWN, LiveScreen.HOME, LiveScreen.END),
                keys("\u001b[5~\u001b[6~\u001b[H\u001b[4~"));
    }

    @Test
    void theWheelMovesAndButtonsDoNot() throws IOException {
        assertEquals(
                List.of(LiveScreen.UP, LiveScreen.DOWN, KeyReader.NONE),
                keys("\u001b[<64;10;10M\u001b[<65;100;200M\u001b[<0;10;10m"));
    }

    @Test
    void escapeAloneIsAKey() throws IOException {
        assertEquals(List.of(27), keys("\u001b"));
    }

    @Test
    void escapeIsAKeyIfNothingFollowsSoon() throws Exception {
        try (NonBlockingReader in = NonBlocking.nonBlocking("keys", new SlowReader("\u001b", "[A"))) {
            KeyReader reader = new KeyReader(in);
            assertEquals(27, reader.next(WAIT));
        }
    }

    @Test
    void otherSequencesAreNoKeysAndEnd() throws IOException {
        assertEquals(List.of(KeyReader.NONE, (int) 'x'), keys("\u001b[1;5Cx"));
        assertEquals(List.of(KeyReader.NONE, (int) 'x'), keys("\u001bqx"));
        assertEquals(List.of(KeyReader.NONE), keys("\u001b["));
        assertEquals(KeyReader.NONE, keys("\u001b[" + "1".repeat(40)).get(0));
    }

    @Test
    void noKeyIsNone() throws Exception {
        try (NonBlockingReader in = NonBlocking.nonBlocking("keys", new SlowReader("", "x"))) {
            assertEquals(KeyReader.NONE, new KeyReader(in).next(10));
        }
    }

    /** Text, and more text a second later. */
    private static final class SlowReader extends StringReader {
        private final StringReader later;
        private boolean waited;

        SlowReader(String now, String later) {
            super(now);
            this.later = new StringReader(later);
        }

        @Override
        public int read() throws IOException {
            int c = waited ? -1 : super.read();
            if (c >= 0) {
                return c;
            }
            if (!waited) {
                waited = true;
                try {
                    Thread.sleep(WAIT);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return later.read();
        }

        @Override
        public int read(char[] to, int offset, int length) throws IOException {
            int c = read();
            if (c < 0) {
                return -1;
            }
            to[offset] = (char) c;
            return 1;
        }
    }
}
