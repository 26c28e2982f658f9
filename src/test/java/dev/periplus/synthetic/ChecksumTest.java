package dev.periplus.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChecksumTest {
    @Test
    void agreesWithTheExampleOfRfc1071Section3() {
        assertEquals(
                ~0xddf2 & 0xffff,
                Checksum.of(new Bytes().hex("0001 f203 f4f5 f6f7").array()));
    }

    @Test
    void countsAnOddLastByteAsHighByte() {
        assertEquals(~0xab00 & 0xffff, Checksum.of(new Bytes().hex("ab").array()));
    }

    @Test
    void partsCountAsOneRun() {
        byte[] first = new Bytes().hex("0001 f203").array();
        byte[] second = new Bytes().hex("f4f5 f6f7").array();
        assertEquals(Checksum.of(Bytes.join(first, second)), Checksum.of(first, second));
    }
}
