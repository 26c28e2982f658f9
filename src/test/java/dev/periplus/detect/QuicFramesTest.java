package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class QuicFramesTest {
    private static final byte[] FIRST = hex("06 00 04 01020304");
    private static final byte[] SECOND = hex("06 04 02 0506");
    private static final byte[] ACK = hex("02 05 00 01 00 0101");

    private final HandshakeFragments pieces = new HandshakeFragments();

    private boolean read(boolean cut, byte[]... frames) {
        byte[] all = join(frames);
        return QuicFrames.read(all, all.length, cut, pieces);
    }

    @Test
    void collectsCryptoFramesAmongOthers() {
        assertTrue(read(false, hex("01"), SECOND, new byte[20], ACK, FIRST, new byte[7]));
        assertEquals(6, pieces.contiguous());
    }

    @Test
    void framesThatAnInitialMayNotHoldAreRefused() {
        assertFalse(read(false, FIRST, hex("0a 00 01 00")));
        assertEquals(0, pieces.contiguous());
    }

    @Test
    void framesMustFillThePacket() {
        assertFalse(read(false, FIRST, hex("06 04 05 0506")));
        assertFalse(read(false, new byte[40]), "no handshake data");
        assertEquals(0, pieces.contiguous());
    }

    @Test
    void theLastFrameOfACutPacketMayBeIncomplete() {
        assertTrue(read(true, FIRST, hex("06 04 05 0506")));
        assertEquals(6, pieces.contiguous());
        assertTrue(read(true, FIRST, hex("02 05")));
    }

    @Test
    void offsetsBeyondTheLimitAreRefused() {
        assertFalse(read(false, hex("06 ffffffffffffffff 02 0506")));
        assertFalse(read(false, hex("06 80004000 02 0506")));
    }
}
