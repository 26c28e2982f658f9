package dev.periplus.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PrintableStreamTest {
    private static final String END = System.lineSeparator();

    private static String printed(Consumer<PrintableStream> printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintableStream out = new PrintableStream(bytes, false);
        printing.accept(out);
        out.flush();
        return bytes.toString(UTF_8);
    }

    @Test
    void aLineIsOneLine() {
        assertEquals("a\\x0ab\\x1b[2J" + END, printed(out -> out.println("a\nb\u001b[2J")));
        assertEquals("a\\u202eb" + END, printed(out -> out.println((Object) "a\u202eb")));
        assertEquals("b\u00fccher", printed(out -> out.print("b\u00fccher")));
        assertEquals("[\\x07]", printed(out -> out.append(List.of("\u0007").toString())));
        assertEquals("\\x0d\\x9b", printed(out -> {
            out.print('\r');
            out.print(new char[] {'\u009b'});
        }));
    }

    @Test
    void theFormatIsTrustedAndItsArgumentsAreNot() {
        assertEquals("\r 7 a\\x0d" + END, printed(out -> out.printf("\r%2d %s%n", 7, "a\r")));
    }

    @Test
    void bytesPass() {
        assertEquals(
                "\u001b[1mbold\u001b[0m\r\n",
                printed(out -> out.writeBytes("\u001b[1mbold\u001b[0m\r\n".getBytes(UTF_8))));
    }
}
