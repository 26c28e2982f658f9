package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionParserTest {
    private static Truth test(String condition, String bytes, boolean open) {
        byte[] message = BytePattern.parse(bytes).exact();
        return ConditionParser.parse(condition)
                .test(new Message().of(message, 0, message.length, message.length, open));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bytes[0] == 7f 7f 'ICA' 00       | 7f7f49434100",
                "bytes[1] == ?f 49                | 7f7f49434100",
                "bytes[2] == 'ica'i               | 7f7f49434100",
                "bytes[0] != 00                   | 7f7f49434100",
                "u8[0] == 0x7f                    | 7f7f49434100",
                "u16[0] == 0x7f7f                 | 7f7f49434100",
                "u16le[2] == 0x4349               | 7f7f49434100",
                "u24[2] == 0x494341               | 7f7f49434100",
                "u32[0] & 0xffff == 0x4943        | 7f7f49434100",
                "u64[0] >= 0x8000000000000000     | ffffffffffffffff",
                "u8[0] >> 4 == 7                  | 7f7f49434100",
                "length == 6                      | 7f7f49434100",
                "length in 6..7                   | 7f7f49434100",
                "u8[length - 1] == 0              | 7f7f49434100",
                "u8[u8[0] - 0x7d] == 0x49         | 7f7f49434100",
                "u8[0] in {1, 3, 0x70..0x7f}      | 7f7f49434100",
                "u16[0] == (length - 2) * 1 + 0   | 000474657374",
                "find 'ICA' in 0..8               | 7f7f49434100",
                "match /^\\x7f\\x7fIC[A-Z]/       | 7f7f49434100",
                "match /ica/i                     | 7f7f49434100",
            })
    void holds(String condition, String bytes) {
        assertEquals(Truth.YES, test(condition, bytes, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bytes[0] == 7f 7f 'ICB'          | 7f7f49434100",
                "bytes[4] == 41 00 00             | 7f7f49434100",
                "u32[4] == 0                      | 7f7f49434100",
                "u8[0 - 1] == 0                   | 7f7f49434100",
                "length > 6                       | 7f7f49434100",
                "find 'ICA' in 3..8               | 7f7f49434100",
                "match /^ICA/                     | 7f7f49434100",
            })
    void fails(String condition, String bytes) {
        assertEquals(Truth.NO, test(condition, bytes, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes[4] == 41 00 00", "u32[4] == 0", "find 'X' in 3..8", "match /^.*X/", "length == 20"})
    void waitsForMoreOfAStream(String condition) {
        assertEquals(Truth.LATER, test(condition, "7f7f49434100", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "chain u8[1] then u8[0] <= 2                   | 0104aabb                 | YES   | YES",
                "chain u8[1] + 2 then u8[0] <= 2               | 0102aabb                 | YES   | YES",
                "chain u8[1] then u8[0] <= 2                   | 0104aabb0103cc           | YES   | YES",
                "chain u8[1] then u8[0] <= 2                   | 0104aabb0203cc0102       | YES   | YES",
                "chain u8[1] then u8[0] <= 2                   | 0104aa                   | NO    | LATER",
                "chain u8[1] then u8[0] <= 2                   | 0104aabb01               | NO    | LATER",
                "chain u8[1] then u8[0] <= 2                   | 0100aabb                 | NO    | NO",
                "chain u8[1] then u8[0] == 1                   | 0104aabb0103cc           | YES   | YES",
                "chain u8[1] then u8[0] == 1                   | 0204aabb                 | YES   | YES",
                "chain u8[1] then u8[0] == 1                   | 0104aabb0203cc           | NO    | NO",
                "chain u8[1] then u8[0] == 1                   | 0104aabb0105cc           | YES   | LATER",
                "chain u8[1] then u8[0] == 1                   | 0105aabb                 | NO    | LATER",
                "chain u8[1] then u8[0] == 1 and u8[2] == 0xcc | 0104aabb0104cc00         | YES   | YES",
                "chain u8[1] then u8[0] == 1 and u8[2] == 0xcc | 0104aabb0104cd00         | NO    | NO",
                "chain u8[1] + 2 then u8[0] <= 2               | 0000000000000000         | NO    | NO",
                "chain u8[1] + 2 then u8[0] <= 2               | 01000000                 | NO    | NO",
                "chain u8[1] + 2 then u8[0] <= 2               | 01000100                 | YES   | YES",
                "chain u24[0] + 3 then u8[0] == 1              | ffffff                   | NO    | LATER",
                "chain u64[0] then u8[0] == 1                  | ffffffffffffffff         | NO    | NO",
            })
    void pdusFollowOneAnother(String condition, String bytes, Truth whole, Truth open) {
        assertEquals(whole, test(condition, bytes, false));
        assertEquals(open, test(condition, bytes, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chain 4 then u8[0] == 1",
                "chain length then u8[0] == 1",
                "chain u8[0]",
                "chain u8[0] then",
                "chain"
            })
    void aChainTakesItsLengthFromTheHeader(String condition) {
        assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse(condition));
    }

    @Test
    void theEndOfAStreamsMessageIsDecidedWhenItIsWhole() {
        String condition = "u8[length - 1] == 0x0a";
        assertEquals(Truth.LATER, test(condition, "68690d", true));
        assertEquals(Truth.NO, test(condition, "68690d", false));
        assertEquals(Truth.YES, test(condition, "68690d0a", true));
        assertEquals(Truth.LATER, test("u8[length - 1] in {1, 2}", "68690d", true));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes[length - 2] == 00 00, 0102, 01020000",
        "bytes[length - 4] == 01, 0102, 0102030401020304",
        "bytes[length - 2] != 00 00, 010000, 01000003",
        "length & 1 == 0, 010203, 01020304",
        "u8[u8[length - 1]] == 7, 0701, 070100",
        "u8[0] - length == 1, 04, 040000",
        "'length in {8..64, 3}', 0102030405, 0102030405060708",
        "length != 2, 0102, 010203",
    })
    void theBeginningOfAStreamRefusesNothingThatItsRestFulfils(String condition, String beginning, String whole) {
        assertEquals(Truth.LATER, test(condition, beginning, true));
        assertEquals(Truth.YES, test(condition, whole, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"u16[2] == length - 4", "length in 1..4", "length < 3", "request.length == 9"})
    void aLengthThatIsPassedIsRefusedAtOnce(String condition) {
        assertEquals(Truth.NO, test(condition, "010200000000", true));
    }

    @Test
    void theOppositeOfALengthWaitsForTheWholeMessage() {
        Condition not = new Condition.Not(ConditionParser.parse("length == 2"));
        Message message = new Message();
        assertEquals(Truth.LATER, not.test(message.of(new byte[2], 0, 2, 2, true)));
        assertEquals(Truth.YES, not.test(message.of(new byte[3], 0, 3, 3, true)));
        Condition longer = new Condition.Not(ConditionParser.parse("length >= 2"));
        assertEquals(Truth.NO, longer.test(message.of(new byte[2], 0, 2, 2, true)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"u8[0x7fffffffffffffff] == 0", "u64[0x7ffffffffffffffc] == 0", "bytes[0x7fffffffffffffff] == 00"
            })
    void offsetsBeyondAllMessagesAreTaken(String condition) {
        assertEquals(Truth.NO, test(condition, "0000000000000000", false));
    }

    @Test
    void aMissingValueIsNamed() {
        for (String condition : new String[] {"u32le[0] in {,}", "u8[0] in {1, 2,}", "u8[0] in {}", "u8[0] in"}) {
            String refused =
                    String.valueOf(assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse(condition))
                            .getMessage());
            assertTrue(refused.contains("is missing; write {1, 3..5}"), refused);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(((((){1000}){1000}){1000}){1000})", "((a{1000}){1000}){1000}", "(((){1000}){1000})*"})
    void nestedRepetitionsAreRefused(String regex) {
        String refused = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse("match /" + regex + "/"))
                        .getMessage());
        assertEquals("regular expression: too large; shorten its repetitions", refused);
    }

    @Test
    void nestedSingleRepetitionsAreWeighedAtOnce() {
        String regex = "(".repeat(30) + "a" + "){1}".repeat(30);
        double bits = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> ConditionParser.parse("match /^" + regex + "/").bits());
        assertEquals(ConditionParser.parse("match /^a/").bits(), bits);
    }

    @Test
    void anAutomatonThatTakesTooLongIsRefused() {
        String letters = "abcdefghijklmnopqrstuvwxyz".replaceAll("(?<=.)(?=.)", "|");
        Match match = (Match) ConditionParser.parse("match /^(.{0,40}){0,40}(" + letters + ")#/");
        String refused =
                assertThrows(IllegalArgumentException.class, match::prepare).getMessage();
        assertEquals("regular expression: takes too long; shorten its repetitions", refused);
    }

    @Test
    void comparesWithTheRequest() {
        byte[] asked = {1, 2};
        byte[] answered = {1, 2, 3};
        Message request = new Message().of(asked, 0, 2, 2, false);
        Message reply = new Message().of(answered, 0, 3, 3, false).answering(request);
        assertEquals(
                Truth.YES, ConditionParser.parse("u16[0] == request.u16[0]").test(reply));
        assertEquals(
                Truth.YES, ConditionParser.parse("length == request.length + 1").test(reply));
        assertEquals(Truth.NO, ConditionParser.parse("u8[2] == request.u8[2]").test(reply));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "u8",
                "u8[0",
                "u8[0] ==",
                "u8[0] = 1",
                "u9[0] == 1",
                "bytes[0] == 4",
                "bytes[0] == 'x",
                "bytes[0] == xy",
                "length in 5..1",
                "find 'a' in 9..1",
                "match /(/",
                "port == 3",
                "u8[0] == 1 2",
                "request.bytes[0] == 41",
                "u8[((((((((((((((((((0))))))))))))))))))] == 1"
            })
    void saysWhatIsWrong(String condition) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse(condition));
        assertFalse(String.valueOf(e.getMessage()).isBlank());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bytes[0] == 7f 7f ; 127",
                "u16[0] == 0x8002 ; 128",
                "u32le[0] == 0x11223344 ; 68",
                "u8[0] & 0xc0 == 0x80 ; 128,129,191",
                "u8[0] in {1, 5..6} ; 1,5,6",
                "match /^(GET|PUT) / ; 71,80",
                "match /^[A-C]x/ ; 65,66,67",
            })
    void knowsTheFirstBytes(String condition, String bytes) {
        ByteSet first = ConditionParser.parse(condition).at(0);
        for (String value : bytes.split(",")) {
            assertTrue(first.has(Integer.parseInt(value)), value);
        }
        assertFalse(first.has(0));
        assertTrue(first.size() < 256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bytes[2] == 41 42 ; 3 ; 66",
                "u32le[12] == 2013 ; 13 ; 7",
                "u32[0] <= 4096 ; 1 ; 0",
                "u16[4] in {0x0102, 0x0304} ; 5 ; 2,4",
                "u8[7] >> 4 == 4 ; 7 ; 64,79",
            })
    void knowsBytesFurtherOn(String condition, int offset, String bytes) {
        ByteSet values = ConditionParser.parse(condition).at(offset);
        for (String value : bytes.split(",")) {
            assertTrue(values.has(Integer.parseInt(value)), value);
        }
        assertTrue(values.size() < 20);
        assertEquals(256, ConditionParser.parse(condition).at(20 + offset).size());
    }

    @Test
    void neverReadsOutsideTheMessage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] conditions = {
            "u32[u8[0]] == u16[u16[1]]",
            "bytes[u32[0]] == 41",
            "u8[length - u8[0]] == 0",
            "find 'a' in 0..65535",
            "u64[u64[0]] >= 1"
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            Message message = new Message().of(bytes, 0, bytes.length, bytes.length, false);
            for (String condition : conditions) {
                Truth truth = ConditionParser.parse(condition).test(message);
                assertTrue(truth != Truth.LATER, "seed " + seed);
            }
        }
    }

    @Test
    void theTextOfAChainReadsBack() {
        String text = ConditionParser.parse("chain u16[2] + 4 then u8[0] == 3 and u8[1] in 1..9")
                .text();
        assertEquals(text, ConditionParser.parse(text).text());
    }
}
