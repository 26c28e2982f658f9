package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PiecesTest {
    @Test
    void piecesInAnyOrderGiveTheWhole() {
        long seed = System.nanoTime();
        System.out.println("pieces seed " + seed);
        Random random = new Random(seed);
        byte[] whole = new byte[5000];
        random.nextBytes(whole);
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < whole.length; at += 50) {
            starts.add(at);
        }
        Collections.shuffle(starts, random);
        Pieces pieces = new Pieces();
        for (int at : starts) {
            pieces.put(whole, at, Math.min(70, whole.length - at), at);
        }
        assertEquals(whole.length, pieces.contiguous(), "seed " + seed);
        assertArrayEquals(whole, Arrays.copyOf(pieces.bytes(), whole.length));
    }

    @Test
    void bytesBehindAGapAreNotContiguous() {
        Pieces pieces = new Pieces();
        pieces.put(new byte[10], 0, 10, 20);
        assertEquals(0, pieces.contiguous());
        pieces.put(new byte[10], 0, 10, 0);
        assertEquals(10, pieces.contiguous());
    }

    @Test
    void nothingIsKeptBeyondTheLimit() {
        Pieces pieces = new Pieces();
        pieces.put(new byte[100], 0, 100, Long.MAX_VALUE);
        pieces.put(new byte[100], 0, 100, -1);
        pieces.put(new byte[Pieces.LIMIT + 100], 0, Pieces.LIMIT + 100, 0);
        assertEquals(Pieces.LIMIT, pieces.contiguous());
        assertEquals(Pieces.LIMIT, pieces.bytes().length);
    }
}
