package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HpackTest {
    private final Hpack hpack = new Hpack();

    private Map<String, String> read(byte[] block) {
        return hpack.read(block, 0, block.length);
    }

    /** RFC 7541 appendices C.3.1 and C.4.1. */
    @Test
    void requestsReadAlikePlainAndHuffmanCoded() {
        Map<String, String> expected =
                Map.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "www.example.com");
        assertEquals(expected, read(join(hex("828684410f"), ascii("www.example.com"))));
        assertEquals(expected, read(hex("828684418cf1e3c2e5f23a6ba0ab90f4ff")));
    }

    /** RFC 7541 appendix C.6.1. */
    @Test
    void theRepliesOfTheStandardAreRead() {
        Map<String, String> fields = read(hex("488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff"
                + "6e919d29ad171863c78f0b97c8e9ae82ae43d3"));
        assertEquals("302", fields.get(":status"));
        assertEquals("private", fields.get("cache-control"));
        assertEquals("Mon, 21 Oct 2013 20:13:21 GMT", fields.get("date"));
        assertEquals("https://www.example.com", fields.get("location"));
    }

    @Test
    void rareOctetsHaveLongCodes() {
        StringBuilder text = new StringBuilder();
        // The codes of 0 (13 bits) and 0x80 (20 bits), then seven bits of padding.
        assertTrue(HpackHuffman.decode(hex("ffc7fff37f"), 0, 5, text));
        assertEquals("\u0000\u0080", text.toString());
    }

    @Test
    void fieldsAddedEarlierInTheBlockCanBeReferredTo() {
        byte[] added = join(hex("40 03"), ascii("x-a"), hex("01"), ascii("b"));
        byte[] other = join(hex("40 03"), ascii("x-b"), hex("01"), ascii("c"));
        // 0f 30 refers to the name of the second-last entry, without indexing.
        byte[] block = join(added, other, hex("be"), hex("0f 30 01"), ascii("d"), hex("84"));
        assertEquals(List.of("x-a", "x-b", ":path"), List.copyOf(read(block).keySet()));
        assertEquals(Map.of(), read(hex("be 84")), "the table starts empty every time");
    }

    @Test
    void aTableMadeSmallKeepsNothing() {
        byte[] added = join(hex("20 40 03"), ascii("x-a"), hex("01"), ascii("b"));
        assertEquals(Map.of("x-a", "b"), read(join(added, hex("be 84"))), "the reference to the evicted entry fails");
        assertEquals(Map.of("x-a", "b", ":path", "/"), read(join(added, hex("84"))));
    }

    @Test
    void whatComesBeforeAFaultStays() {
        assertEquals(Map.of(":method", "GET"), read(hex("82 80 84")), "index 0 is invalid");
        assertEquals(Map.of(":method", "GET"), read(hex("82 ffffffffffff7f 84")), "index too large");
        assertEquals(Map.of(":method", "GET"), read(hex("82 41 10 7777")), "string longer than the block");
        assertEquals(Map.of(":method", "GET"), read(hex("82 41 84 ffffffff 84")), "end of string is not an octet");
    }

    @Test
    void paddingIsShorterThanAnOctetAndOnlyOnes() {
        StringBuilder text = new StringBuilder();
        assertTrue(HpackHuffman.decode(hex("1f"), 0, 1, text), "a is 00011");
        assertFalse(HpackHuffman.decode(hex("18"), 0, 1, text), "zeros");
        assertFalse(HpackHuffman.decode(hex("1fff"), 0, 2, text), "eleven bits of padding");
    }

    @Test
    void randomBlocksAreBorne() {
        long seed = System.nanoTime();
        System.out.println("hpack seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 100_000; round++) {
            byte[] block = new byte[random.nextInt(200)];
            random.nextBytes(block);
            assertTrue(read(block).size() <= 128);
        }
        assertTrue(read(new byte[16_384]).isEmpty(), "fields without a name do not count");
    }
}
