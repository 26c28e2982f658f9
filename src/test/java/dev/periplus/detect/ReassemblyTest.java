package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReassemblyTest {
    @Test
    void piecesInAnyOrderGiveTheWhole() {
        long seed = System.nanoTime();
        System.out.println("reassembly seed " + seed);
        Random random = new Random(seed);
        byte[] whole = new byte[5000];
        random.nextBytes(whole);
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < whole.length; at += 50) {
            starts.add(at);
        }
        Collections.shuffle(starts, random);
        Reassembly reassembly = new Reassembly();
        for (int at : starts) {
            reassembly.put(whole, at, Math.min(70, whole.length - at), at);
        }
        assertEquals(whole.length, reassembly.contiguous(), "seed " + seed);
        assertArrayEquals(whole, Arrays.copyOf(reassembly.bytes(), whole.length));
    }

    @Test
    void bytesBehindAGapAreNotContiguous() {
        Reassembly reassembly = new Reassembly();
        reassembly.put(new byte[10], 0, 10, 20);
        assertEquals(0, reassembly.contiguous());
        reassembly.put(new byte[10], 0, 10, 0);
        assertEquals(10, reassembly.contiguous());
    }

    @Test
    void nothingIsKeptBeyondTheLimit() {
        Reassembly reassembly = new Reassembly();
        reassembly.put(new byte[100], 0, 100, Long.MAX_VALUE);
        reassembly.put(new byte[100], 0, 100, -1);
        reassembly.put(new byte[Reassembly.LIMIT + 100], 0, Reassembly.LIMIT + 100, 0);
        assertEquals(Reassembly.LIMIT, reassembly.contiguous());
        assertEquals(Reassembly.LIMIT, reassembly.bytes().length);
    }
}
