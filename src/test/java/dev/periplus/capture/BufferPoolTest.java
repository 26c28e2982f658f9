package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    @Test
    void givesABufferThatCameBackAgain() {
        BufferPool pool = new BufferPool(100);
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
        BufferPool pool = new BufferPool(100);
        ByteBuffer large = pool.take(1000);
        assertEquals(1000, large.capacity());
        pool.give(large);
        assertEquals(100, pool.take(1).capacity());
    }
}
