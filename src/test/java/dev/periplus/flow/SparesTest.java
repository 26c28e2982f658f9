package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SparesTest {
    private final Spares spares = new Spares();

    @Test
    void theNextOfTheSameSizeTakesIt() {
        byte[] first = spares.take(3000);
        assertEquals(4096, first.length);
        spares.give(first);
        assertNotSame(first, spares.take(5000));
        assertSame(first, spares.take(4096));
    }

    @Test
    void keepsNoBufferOfAnotherSize() {
        byte[] odd = new byte[5000];
        spares.give(odd);
        assertEquals(8192, spares.take(5000).length);
        byte[] datagram = spares.take(0xffff);
        assertEquals(0xffff, datagram.length);
        spares.give(datagram);
        assertNotSame(datagram, spares.take(0xffff));
    }

    @Test
    void keepsFew() {
        byte[][] many = new byte[40][];
        for (int i = 0; i < many.length; i++) {
            many[i] = spares.take(16_384);
        }
        for (byte[] one : many) {
            spares.give(one);
        }
        int again = 0;
        for (int i = 0; i < many.length; i++) {
            byte[] taken = spares.take(16_384);
            for (byte[] one : many) {
                again += one == taken ? 1 : 0;
            }
        }
        assertEquals(32, again);
    }
}
