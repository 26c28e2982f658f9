package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many bits conditions fix. */
class ConditionWeightTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bytes[0] == 7f 7f 'ICA' 00 ; 31 ; 35",
                "u32[0] == 0 ; 2 ; 3",
                "u16[2] == length - 4 ; 3 ; 5",
                "u8[0] & 0xf0 == 0x40 ; 3.9 ; 4.1",
                "u32[0] in 1..100 ; 1.5 ; 3",
                "u16[0] in {0x1234, 0x8001} ; 8 ; 13",
                "bytes[0] == ff ff ff ff ; 7 ; 8",
                "u32[0] - u32[4] in 0..16 ; 18 ; 20",
                "crc16-modbus[0..4] == u16[4] ; 16 ; 16",
                "length == 48 ; 3 ; 5",
                "u8[0] != 3 ; 0 ; 0",
                "match /^GET / ; 17 ; 19",
                "match /^(GET|PUT) / ; 16 ; 18",
                "find 'abcd' in 0..255 ; 9 ; 11",
            })
    void weighsTheBitsItFixes(String condition, double least, double most) {
        double bits = ConditionParser.parse(condition).bits();
        assertTrue(bits >= least && bits <= most, condition + " fixes " + bits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // Two fields that agree on zeros, on a small number, on an id
                "u32[0] == u32[4] ; 0000000000000000 ; 0",
                "u32[0] == u32[4] ; 0000000700000007 ; 2",
                "u32[0] == u32[4] ; 12345678 12345678 ; 20",
                "u32[0] - u32[4] in 0..16 ; 0000000300000001 ; 2",
                // Lengths that fit count once
                "u16[0] == length ; 0008000600000000 ; 4",
                "all: u16[0] == length, u16[2] == length - 2 ; 0008000600000000 ; 4",
                // The rarer alternative, less the choice
                "any: u8[0] == 0, bytes[0] == a1 b2 ; a1b2000000000000 ; 15",
                "any: u8[0] == 0, bytes[0] == a1 b2 ; 0000000000000000 ; 0",
            })
    void weighsTheMessageAtHand(String conditions, String hex, double expected) {
        Condition condition = group(conditions);
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Message message = new Message().of(bytes, 0, bytes.length, bytes.length, false);
        assertEquals(Truth.YES, condition.test(message), conditions);
        assertEquals(expected, condition.bits(message), 0.01, conditions);
    }

    private static Condition group(String conditions) {
        int colon = conditions.indexOf(": ");
        if (colon < 0) {
            return ConditionParser.parse(conditions);
        }
        List<Condition> parts = Stream.of(conditions.substring(colon + 2).split(", "))
                .map(ConditionParser::parse)
                .toList();
        return conditions.startsWith("all") ? new Condition.All(parts) : new Condition.Any(parts);
    }

    @Test
    void aReplyWhoseLengthFitsTooSaysNothingMore() {
        Signature signature = signature("u16[0] == length", "u16[0] == length", "u8[2] == 0x99");
        assertEquals(signature.replyWeight(), 10 * Math.log10(2) * 8, 0.01);
    }

    private static Signature signature(String when, String... reply) {
        List<ConditionSource> parts =
                Stream.of(reply).map(ConditionSource::single).toList();
        return Signature.written(
                "x",
                "y",
                List.of(17),
                Signature.From.EITHER,
                0,
                false,
                ConditionSource.single(when),
                ConditionSource.group(ConditionSource.Kind.ALL, parts),
                List.of(),
                List.of());
    }

    /** Bounds that a field cannot have are no better than those that it can. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "u8[1] in {4..7, -48..60}; u8[1] in {4..7, 0..60}",
                "u24[1] in 16..16777216; u24[1] in 16..16777215"
            })
    void impossibleBoundsWeighNothingMore(String impossible, String possible) {
        double bits = ConditionParser.parse(impossible).bits();
        assertEquals(ConditionParser.parse(possible).bits(), bits, 1);
    }
}
