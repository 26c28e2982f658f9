package dev.periplus.address;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressReaderTest {
    private final AddressReader reader = new AddressReader();

    /** The address, a bar, and the text after it; empty if there is no address. */
    private String read(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int length = reader.read(bytes, 0, bytes.length);
        return length == 0 ? "" : reader.address() + "|" + text.substring(length);
    }

    @Test
    void readsUpToWhatFollows() {
        assertEquals("192.0.2.1|", read("192.0.2.1"));
        assertEquals("224.2.1.1|/127/3", read("224.2.1.1/127/3"));
        assertEquals("192.0.2.1|:80", read("192.0.2.1:80"));
        assertEquals("192.0.2.1|.0.111", read("192.0.2.1.0.111"));
        assertEquals("2001:db8::1|", read("2001:DB8:0:0:0:0:0:1"));
        assertEquals("2001:db8::1| x", read("2001:db8::1 x"));
        assertEquals("2001:db8::1|: x", read("2001:db8::1: x"));
        assertEquals("::1|]", read("::1]"));
        assertEquals("::|", read("::"));
        assertEquals("fe80::|/64", read("fe80::/64"));
        assertEquals("192.0.2.33|", read("::ffff:192.0.2.33"));
        assertEquals("1:2:3:4:5:6:c000:221|", read("1:2:3:4:5:6:192.0.2.33"));
    }

    @Test
    void refusesWhatIsNone() {
        for (String text :
                List.of("", "1.2.3", "1.2.3.256", "example.com", "1:2:3", ":1", "1:2:3:4:5:6:7", "12345::")) {
            assertEquals("", read(text), text);
        }
    }
}
