package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    @Test
    void givesABufferThatCameBackAgain() {
        BufferPool pool = new BufferPool(100, 4);
        ByteBuffer one = pool.take(10);
        ByteBuffer other = pool.take(100);
        assertNotSame(one, other);
        one.position(50).limit(60);
        pool.give(one);
        ByteBuffer again = pool.take(100);
        assertSame(one, again);
        assertEquals(0, again.position());
        assertEquals(100, again.limit());
    }

    @Test
    void makesALargerBufferForALargerRecordAndDoesNotKeepIt() {
        BufferPool pool = new BufferPool(100, 4);
        ByteBuffer large = pool.take(1000);
        assertTrue(large.isDirect());
        assertEquals(1000, large.capacity());
        pool.leave();
        pool.give(large);
        assertEquals(100, pool.take(1).capacity());
    }

    @Test
    void waitsForABufferWhenAllAreOutButNotForEver() throws InterruptedException {
        BufferPool pool = new BufferPool(100, 1);
        ByteBuffer only = pool.take(1);
        pool.leave();
        Thread giver = new Thread(() -> pool.give(only));
        giver.start();
        assertSame(only, pool.take(1));
        giver.join();
        pool.leave();
        assertNotSame(only, pool.take(1));
    }
}
