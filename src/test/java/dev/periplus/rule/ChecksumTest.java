package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {
    private static final String CHECK = "123456789";

    /** Published check values, of the text 123456789. */
    @ParameterizedTest
    @CsvSource({
        "crc16-dnp, ea82",
        "crc16-modbus, 4b37",
        "crc16-arc, bb3d",
        "crc16-xmodem, 31c3",
        "crc16-ibm-3740, 29b1",
        "crc16-genibus, d64e",
        "crc16-kermit, 2189",
        "crc16-mcrf4xx, 6f91",
        "crc16-x25, 906e",
        "crc32, cbf43926",
        "crc32c, e3069283",
        "fletcher16, 1ede",
        "sum8, dd",
        "lrc, 23",
        "xor8, 31",
        "internet, f62a"
    })
    void checkValuesAreThePublishedOnes(String name, String expected) {
        byte[] bytes = CHECK.getBytes(StandardCharsets.US_ASCII);
        String condition = name + "[0..9] == 0x" + expected;
        assertEquals(Truth.YES, test(condition, bytes), condition);
    }

    /** The example of RFC 1071 section 3. */
    @Test
    void internetChecksumOfTheRfc() {
        assertEquals(Truth.YES, test("internet[0..8] == 0x220d", HexFormat.of().parseHex("0001f203f4f5f6f7")));
    }

    @ParameterizedTest
    @CsvSource({
        // A link reset of IEEE 1815 and a read request of the Modbus specification
        "056405c903000400bd71, crc16-dnp[0..8] == u16le[8]",
        "01030000000ac5cd, crc16-modbus[0..length - 2] == u16le[length - 2]",
        "c5cd01030000000a, crc16-modbus[2..length] == u16le[0]"
    })
    void rangesAndPlacesAreExpressions(String bytes, String condition) {
        assertEquals(Truth.YES, test(condition, HexFormat.of().parseHex(bytes)), condition);
    }

    @Test
    void aRangeThatIsNotThereDoesNotHold() {
        assertEquals(Truth.NO, test("crc32[0..5] != 0", new byte[4]));
        assertEquals(Truth.NO, test("crc32[2..2] == 0", new byte[4]));
        assertEquals(Truth.NO, test("crc32[u8[0]..2] == 0", new byte[] {9, 0, 0}));
        assertEquals(Truth.NO, test("crc32[0..length] != 0", new byte[5000]));
    }

    @Test
    void aStreamWaitsForTheRange() {
        Condition condition = ConditionParser.parse("lrc[0..4] == 0");
        Message message = new Message();
        byte[] bytes = {1, 2, 3, -6};
        assertEquals(Truth.LATER, condition.test(message.of(bytes, 0, 3, 3, true)));
        assertEquals(Truth.YES, condition.test(message.of(bytes, 0, 4, 4, true)));
    }

    @Test
    void zerosProveNothing() {
        Condition condition = ConditionParser.parse("crc16-xmodem[0..8] == u16[8]");
        Message zeros = new Message().of(new byte[10], 0, 10, 10, false);
        assertEquals(Truth.YES, condition.test(zeros));
        assertEquals(0, condition.bits(zeros));
        byte[] text = "12345678".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[10];
        System.arraycopy(text, 0, bytes, 0, text.length);
        long crc = Checksum.CRC16_XMODEM.of(text, 0, text.length);
        bytes[8] = (byte) (crc >>> 8);
        bytes[9] = (byte) crc;
        Message message = new Message().of(bytes, 0, 10, 10, false);
        assertEquals(Truth.YES, condition.test(message));
        assertEquals(16, condition.bits(message));
    }

    @Test
    void anUnknownChecksumIsNamed() {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse("crc16[0..2] == u16[2]"));
        assertTrue(("" + wrong.getMessage()).contains("unknown checksum 'crc16'; known are crc16-dnp, "));
    }

    private static Truth test(String condition, byte[] bytes) {
        return ConditionParser.parse(condition).test(new Message().of(bytes, 0, bytes.length, bytes.length, false));
    }
}
