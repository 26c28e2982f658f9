package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of a message that each count, and bytes that look random. */
class ElementsTest {
    private static final String ELEMENTS = "chain u8[1] from 2 each u16[0] in {0x0103..0x0109, 0x0406}";

    private static Message message(byte[] bytes, boolean open) {
        return new Message().of(bytes, 0, bytes.length, bytes.length, open);
    }

    private static Message message(String hex) {
        return message(HexFormat.of().parseHex(hex.replace(" ", "")), false);
    }

    @ParameterizedTest
    @CsvSource({
        "0a0b 0103ff, YES, YES",
        "0a0b 0103ff 040600000001, YES, YES",
        "0a0b 0503ff, NO, NO",
        "0a0b 0103ff 040500000001, NO, NO",
        "0a0b 0103ff 0406000000, NO, LATER",
        "0a0b 0103ff 04, NO, LATER",
        "0a0b, NO, NO",
        "0a, NO, LATER",
    })
    void everyElementMeetsTheConditionsAndTheLastIsWhole(String hex, Truth whole, Truth open) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Condition elements = ConditionParser.parse(ELEMENTS);
        assertEquals(whole, elements.test(message(bytes, false)));
        assertEquals(open, elements.test(message(bytes, true)));
    }

    @Test
    void eachElementAddsItsSurpriseUpToFour() {
        Condition elements = ConditionParser.parse(ELEMENTS);
        double[] bits = new double[7];
        for (int count = 1; count < bits.length; count++) {
            Message message = message("0a0b" + "0103ff".repeat(count));
            bits[count] = elements.bits(message);
            assertEquals(message.bytes.length, message.available());
        }
        double each = bits[2] - bits[1];
        assertTrue(each > 1, "each " + each);
        assertEquals(bits[1] + 3 * each, bits[4], 1e-9);
        assertEquals(bits[4], bits[6], 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {ELEMENTS, "chain u16[0] + 2 then u8[0] == 3 and u8[1] <= 2", "random[4..20]"})
    void aConditionIsWrittenAsItIsRead(String written) {
        String text = ConditionParser.parse(written).text();
        assertEquals(text, ConditionParser.parse(text).text());
        assertTrue(text.startsWith(written.substring(0, 6)), text);
    }

    @Test
    void randomBytesLookRandomAndOthersDoNot() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size : new int[] {8, 16, 36, 64}) {
            Condition condition = ConditionParser.parse("random[2.." + (2 + size) + "]");
            int taken = 0;
            for (int i = 0; i < 1000; i++) {
                byte[] bytes = new byte[2 + size];
                random.nextBytes(bytes);
                taken += condition.test(message(bytes, false)) == Truth.YES ? 1 : 0;
            }
            assertTrue(taken > 950, taken + " of 1,000 with " + size + " bytes, seed " + seed);
            byte[] text = "A sentence of a letter that somebody wrote about the weather, and more of it"
                    .getBytes(StandardCharsets.US_ASCII);
            assertEquals(Truth.NO, condition.test(message(text, false)));
            assertEquals(Truth.NO, condition.test(message(new byte[2 + size], false)));
            assertEquals(Truth.NO, condition.test(message(new byte[1 + size], false)));
            assertEquals(Truth.LATER, condition.test(message(new byte[1 + size], true)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"random[4..8]", "random[0..65]", "random[8..4]", "random[4]"})
    void tooFewOrTooManyBytesDoNotTell(String condition) {
        assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse(condition));
    }
}
