package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import org.junit.jupiter.api.Test;

class TunnelDetectorTest {
    /** An IPv4 packet with a right checksum: UDP of two bytes from 10.0.0.1 to 10.0.0.2. */
    private static final byte[] PACKET =
            hex("4500001e 00010000 401166cc 0a000001 0a000002 03e80035 000a0000 6869 0000");

    private static final byte[] INNER = java.util.Arrays.copyOf(PACKET, 30);

    private final TunnelDetector detector = new TunnelDetector();

    private static byte[] gtp(String extensions) {
        byte[] body = join(hex(extensions), INNER);
        return join(hex("34ff00"), new byte[] {(byte) body.length}, hex("00000017"), body);
    }

    @Test
    void aTunnelHasItsLabelWhateverItsExtensions() {
        String one = "00000085 01000100";
        String two = "00000085 010001c0 01000000";
        String three = "00000085 010001c0 01000040 01000000";
        for (String extensions : new String[] {one, two, three}) {
            assertEquals(60, inspect(detector, true, gtp(extensions), null).weight("gtp-u"), extensions);
        }
        assertEquals(80, inspect(detector, true, gtp(one), gtp(two)).weight("gtp-u"));
    }

    @Test
    void whatIsNotOpenedHasNoLabel() {
        byte[] longer = join(gtp("00000085 01000100"), hex("00"));
        assertTrue(inspect(detector, true, longer, null).found.isEmpty());
        assertTrue(inspect(detector, true, hex("0800000000002a00"), null).found.isEmpty());
        assertTrue(
                inspect(detector, false, gtp("00000085 01000100"), null).found.isEmpty());
    }

    @Test
    void aTunnelOfWhichOnlyThePacketInsideIsProofNeedsItsChecksum() {
        byte[] lisp = join(hex("8000000000000001"), INNER);
        assertEquals(60, inspect(detector, true, lisp, null).weight("lisp"));
        lisp[16]++;
        assertTrue(inspect(detector, true, lisp, null).found.isEmpty());
    }

    @Test
    void aSniffedFrameIsATunnelToo() {
        byte[] frame = join(hex("02530000000202530000000108 00"), INNER);
        assertEquals(
                60,
                inspect(detector, true, join(hex("01000001 0a 01 20 01"), frame), null)
                        .weight("tzsp"));
        assertTrue(inspect(detector, true, join(hex("01000001 0a 01 20 02"), frame), null)
                .found
                .isEmpty());
    }

    @Test
    void espWithoutEncryptionIsEsp() {
        ExchangeFixture exchange = new ExchangeFixture(true, 50, Flow.Direction.INFERRED);
        RecordingTrail trail = new RecordingTrail();
        byte[] clear = join(hex("00001001 00000001"), INNER, hex("0004"), new byte[12]);
        detector.inspect(exchange.client(clear), trail);
        assertEquals(60, trail.weight("esp"));
        RecordingTrail other = new RecordingTrail();
        clear[clear.length - 13] = 6;
        detector.inspect(new ExchangeFixture(true, 50, Flow.Direction.INFERRED).client(clear), other);
        assertTrue(other.found.isEmpty());
    }
}
