package dev.periplus.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HexDumpTest {
    private static final int NARROWEST = 80;

    private static BitSet marked(int from, int to) {
        BitSet marked = new BitSet();
        marked.set(from, to);
        return marked;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }

    @Test
    void markedBytesAreInBracketsOnEachLine() {
        assertEquals(
                List.of(
                        "0000  61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e[6f 70] abcdefghijklmnop",
                        "0010 [71]72 73 74                                      qrst"),
                new HexDump(bytes(20), marked(14, 17)).lines());
    }

    @Test
    void theLastByteMayBeMarked() {
        assertTrue(new HexDump(bytes(3), marked(1, 9)).lines().get(0).startsWith("0000  61[62 63]"));
    }

    @Test
    void ofALargePacketTheMarkedLinesAndTheirNeighboursAreShown() {
        List<String> lines = new HexDump(bytes(1500), marked(800, 832)).lines();
        assertEquals("0310", lines.get(0).substring(0, 4));
        assertEquals("0340", lines.get(lines.size() - 2).substring(0, 4));
        assertEquals("652 more bytes", lines.get(lines.size() - 1));
        lines.forEach(line -> assertTrue(line.length() + 2 <= NARROWEST, line));
    }

    @Test
    void noBytesAreOneEmptyLine() {
        assertEquals(1, new HexDump(new byte[0], new BitSet()).lines().size());
    }
}
