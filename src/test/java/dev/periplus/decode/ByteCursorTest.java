package dev.periplus.decode;

import static dev.periplus.decode.Frames.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteCursorTest {
    private static final byte[] BYTES = hex("ff 01 0203 040506 0708090a 0b0c0d0e0f101112 68656c6c6f ff");
    private final ByteCursor cursor = new ByteCursor();

    @Test
    void readsIntegersOfEveryWidth() {
        cursor.reset(BYTES, 1, BYTES.length - 2);
        assertEquals(1, cursor.u8());
        assertEquals(0x0203, cursor.u16());
        assertEquals(0x040506, cursor.u24());
        assertEquals(0x0708090aL, cursor.u32());
        assertEquals(0x0b0c0d0e0f101112L, cursor.u64());
        assertEquals(18, cursor.position());
        assertEquals("hello", cursor.latin1(5));
        assertEquals(0, cursor.remaining());
        assertFalse(cursor.failed());
        cursor.seek(1);
        assertEquals(0x0302, cursor.u16le());
        cursor.seek(6);
        assertEquals(0x0a090807L, cursor.u32le());
        assertEquals(0x0b, cursor.peek(0));
        assertEquals(-1, cursor.peek(100));
        assertArrayEquals(hex("0b0c"), cursor.take(2));
    }

    @Test
    void theFirstShortReadFailsAndAllLaterOnesGiveNothing() {
        cursor.reset(BYTES, 0, 3);
        assertEquals(0, cursor.u32());
        assertTrue(cursor.failed());
        assertEquals(0, cursor.u8());
        assertEquals(0, cursor.remaining());
        assertEquals("", cursor.latin1(1));
        assertArrayEquals(new byte[0], cursor.take(1));
        assertEquals(-1, cursor.peek(0));
        assertFalse(cursor.reset(BYTES, 0, 3).failed());
    }

    @Test
    void lengthsAndPlacesThatCannotBeFail() {
        assertEquals(0, cursor.reset(BYTES, 30, 5).remaining());
        assertEquals(BYTES.length, cursor.reset(BYTES, -3, 500).remaining());
        cursor.skip(-1);
        assertTrue(cursor.failed());
        cursor.reset(BYTES, 0, 4).seek(5);
        assertTrue(cursor.failed());
        cursor.reset(BYTES, 0, 4).take(-1);
        assertTrue(cursor.failed());
        ByteCursor inner = new ByteCursor();
        assertTrue(cursor.reset(BYTES, 0, 4).sub(inner, 5).failed());
        assertTrue(cursor.failed());
        cursor.reset(BYTES, 0, 4).fail();
        assertTrue(cursor.failed());
    }

    @Test
    void aPartIsReadByItself() {
        ByteCursor inner = new ByteCursor();
        cursor.reset(BYTES, 0, 6).skip(1);
        assertEquals(0x010203L, cursor.sub(inner, 3).u24());
        inner.u8();
        assertTrue(inner.failed());
        assertEquals(0x0405, cursor.u16());
    }

    @Test
    void variableLengthIntegersAreThoseOfQuic() {
        assertEquals(151_288_809_941_952_652L, varint("c2197c5eff14e88c"));
        assertEquals(494_878_333L, varint("9d7f3e7d"));
        assertEquals(15_293L, varint("7bbd"));
        assertEquals(37L, varint("25"));
        assertEquals(0L, varint("9d7f3e"));
        assertTrue(cursor.failed());
    }

    private long varint(String digits) {
        byte[] bytes = hex(digits);
        return cursor.reset(bytes, 0, bytes.length).varint();
    }
}
