package dev.periplus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** The example of RFC 1071, section 3. */
    @Test
    void addsInOnesComplement() {
        byte[] bytes = hex("0001f203f4f5f6f7");
        assertEquals(~0xddf2 & 0xffff, InternetChecksum.of(InternetChecksum.sum(bytes, 0, bytes.length)));
    }

    @Test
    void anOddByteIsTheUpperHalfOfAWord() {
        byte[] bytes = hex("ff0001f2");
        assertEquals(0x01f2, InternetChecksum.sum(bytes, 2, 2));
        assertEquals(0xff00, InternetChecksum.sum(bytes, 0, 1));
    }

    /** The example of RFC 1624, section 4. */
    @Test
    void followsWhatWasReplaced() {
        assertEquals(0x0000, InternetChecksum.replaced(0xdd2f, 0x5555, 0x3285));
    }
}
