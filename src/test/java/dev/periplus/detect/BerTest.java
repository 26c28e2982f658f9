package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BerTest {
    private final Ber ber = new Ber();

    @Test
    void nestedElementsAreRead() {
        Ber read = over("30 07 02 01 2a 04 02 6869");
        assertEquals(7, read.open(Ber.SEQUENCE));
        assertEquals(9, read.contentEnd());
        assertEquals(42, read.integer(Ber.INTEGER));
        assertEquals("hi", read.text(Ber.OCTETS));
        assertEquals(9, read.position());
        assertFalse(read.failed());
    }

    @Test
    void longLengthsAreRead() {
        assertEquals(5, over("04 84 00000005 0102030405").open(Ber.OCTETS));
        assertTrue(isRefused("04 85 0000000005 0102030405"));
        assertTrue(isRefused("04 80 0102 0000"), "indefinite");
        assertTrue(isRefused("04 84 ffffffff 01"));
    }

    @Test
    void anotherTagFailsWithoutRunningOut() {
        Ber read = over("02 01 05");
        assertEquals(0, read.open(Ber.OCTETS));
        assertTrue(read.failed());
        assertFalse(read.ranOut());
    }

    @Test
    void missingBytesRunOut() {
        Ber read = over("04 05 6869");
        assertEquals(5, read.open(Ber.OCTETS));
        assertFalse(read.failed());
        Ber whole = over("04 05 6869");
        assertEquals("", whole.text(Ber.OCTETS));
        assertTrue(whole.failed());
        assertTrue(whole.ranOut());
    }

    @Test
    void integersAreBounded() {
        assertEquals(0x7fff_ffffL, over("02 04 7fffffff").integer(Ber.INTEGER));
        assertEquals(0xffff_ffffL, over("02 05 00ffffffff").integer(Ber.INTEGER));
        Ber negative = over("02 01 ff");
        assertEquals(-1, negative.integer(Ber.INTEGER));
        assertFalse(negative.failed());
        Ber empty = over("02 00");
        assertEquals(-1, empty.integer(Ber.INTEGER));
        assertTrue(empty.failed());
    }

    @Test
    void failureLasts() {
        Ber read = over("02 01 05 02 01 06");
        read.fail();
        assertEquals(-1, read.integer(Ber.INTEGER));
        assertEquals(-1, read.peek());
        read.seek(3);
        assertTrue(read.failed());
        assertEquals(0, read.position());
    }

    @Test
    void seekingBackFails() {
        Ber read = over("02 01 05");
        read.skip();
        read.seek(1);
        assertTrue(read.failed());
        assertFalse(read.ranOut());
    }

    private boolean isRefused(String hex) {
        Ber read = over(hex);
        read.openAny();
        return read.failed();
    }

    private Ber over(String hex) {
        byte[] bytes = hex(hex);
        return ber.reset(bytes, 0, bytes.length);
    }
}
