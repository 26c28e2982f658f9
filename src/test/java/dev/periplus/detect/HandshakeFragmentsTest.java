package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HandshakeFragmentsTest {
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
        HandshakeFragments reassembly = new HandshakeFragments();
        for (int at : starts) {
            reassembly.put(whole, at, Math.min(70, whole.length - at), at);
        }
        assertEquals(whole.length, reassembly.contiguous(), "seed " + seed);
        assertArrayEquals(whole, Arrays.copyOf(reassembly.bytes(), whole.length));
    }

    @Test
    void bytesBehindAGapAreNotContiguous() {
        HandshakeFragments reassembly = new HandshakeFragments();
        reassembly.put(new byte[10], 0, 10, 20);
        assertEquals(0, reassembly.contiguous());
        reassembly.put(new byte[10], 0, 10, 0);
        assertEquals(10, reassembly.contiguous());
    }

    @Test
    void nothingIsKeptBeyondTheLimit() {
        HandshakeFragments reassembly = new HandshakeFragments();
        reassembly.put(new byte[100], 0, 100, Long.MAX_VALUE);
        reassembly.put(new byte[100], 0, 100, -1);
        reassembly.put(new byte[HandshakeFragments.LIMIT + 100], 0, HandshakeFragments.LIMIT + 100, 0);
        assertEquals(HandshakeFragments.LIMIT, reassembly.contiguous());
        assertEquals(HandshakeFragments.LIMIT, reassembly.bytes().length);
    }
}
