package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpDetectorTest {
    private static final int SENDER = 0x3c5a_77e1;
    private static final byte[] SENDER_REPORT = hex("80c80006 3c5a77e1 e1020304 05060708 00001000 00000010 00000900");
    private static final byte[] DESCRIPTION = hex("81ca0003 3c5a77e1 0103 616263 000000");
    private static final byte[] RECEIVER_REPORT =
            hex("81c90007 11223344 3c5a77e1 00000000 00001234 00000010 00000000 00000000");

    private final RtpDetector detector = new RtpDetector();
    private final RecordingTrail trail = new RecordingTrail();
    private final ExchangeFixture exchange = new ExchangeFixture(true);

    @Test
    void fourPacketsOfOneSenderAreSure() {
        say(0, 1000, 160);
        say(0, 1001, 320);
        assertEquals(0, trail.weight("rtp"));
        say(0, 1002, 480);
        assertTrue(trail.weight("rtp") >= 40);
        say(0, 1003, 640);
        assertTrue(trail.weight("rtp") >= 70);
        assertEquals("0", trail.first("rtp.payload_type"));
    }

    @Test
    void bothSidesTogetherAreSureSooner() {
        for (int i = 0; i < 3; i++) {
            say(0, 0xffff + i & 0xffff, 160 * i);
            say(1, 7 + i, 0xffff_ff00 + 160 * i);
        }
        assertEquals(70, trail.weight("rtp"));
    }

    @Test
    void itEndsWhereNothingMoreCanBeLearnt() {
        Next next = Next.MORE;
        int said = 0;
        while (next == Next.MORE && said < 12) {
            next = say(0, 1000 + said, 160 * said);
            said++;
        }
        assertEquals(Next.DONE, next);
        assertTrue(said <= 6);
        assertTrue(trail.weight("rtp") <= 120);
    }

    @Test
    void sameTimeCountsLess() {
        for (int i = 0; i < 5; i++) {
            say(0, i + 1, 9000);
        }
        assertTrue(trail.weight("rtp") < 40);
    }

    @Test
    void packetsOutOfSequenceCountNothing() {
        Random random = new Random(5);
        for (int i = 0; i < 12; i++) {
            say(0, 1000 * i, random.nextInt());
        }
        assertTrue(trail.found.isEmpty());
    }

    @Test
    void lateAndRepeatedPacketsAreTolerated() {
        int[] numbers = {10, 11, 11, 13, 12, 14, 15};
        for (int number : numbers) {
            say(0, number, 160 * number);
        }
        assertTrue(trail.weight("rtp") >= 70);
    }

    @Test
    void headerMustFitThePacket() {
        for (int i = 0; i < 6; i++) {
            byte[] packet = packet(i, 160 * i, 20);
            packet[0] = (byte) 0x8f;
            detector.inspect(exchange.client(packet), trail);
        }
        assertTrue(trail.found.isEmpty(), "15 contributing sources");
    }

    @Test
    void compoundReportsAreRtcp() {
        assertTrue(
                inspect(detector, true, join(SENDER_REPORT, DESCRIPTION), null).weight("rtcp") >= 70);
        double one = inspect(detector, true, RECEIVER_REPORT, null).weight("rtcp");
        assertTrue(one >= 40 && one < 70, "weight " + one);
        assertTrue(inspect(detector, true, RECEIVER_REPORT, RECEIVER_REPORT).weight("rtcp") > one);
        assertTrue(inspect(detector, true, join(RECEIVER_REPORT, hex("00")), null)
                .found
                .isEmpty());
    }

    @Test
    void protectedReportsAreRtcpWithLess() {
        byte[] srtcp = join(SENDER_REPORT, hex("a1b2c3d4"), hex("80000001 00112233445566778899"));
        double weight = inspect(detector, true, srtcp, null).weight("rtcp");
        assertTrue(weight >= 40 && weight < 70, "weight " + weight);
    }

    @Test
    void reportsBesideMediaAreRtp() {
        detector.inspect(exchange.client(join(SENDER_REPORT, DESCRIPTION)), trail);
        assertTrue(trail.weight("rtcp") > 0);
        for (int i = 0; i < 4; i++) {
            say(0, i + 1, 160 * i);
        }
        assertTrue(trail.weight("rtp") >= 70);
        assertEquals(0, trail.weight("rtcp"));
    }

    @Test
    void protectedReportsOfAKnownSenderAreNoStrangers() {
        say(0, 1, 160);
        byte[] opaque = join(SENDER_REPORT, hex("a1b2c3d4 00000001 00112233445566778899"));
        for (int i = 0; i < 3; i++) {
            assertEquals(Next.MORE, detector.inspect(exchange.client(opaque), trail));
        }
        for (int i = 2; i < 5; i++) {
            say(0, i, 160 * i);
        }
        assertTrue(trail.weight("rtp") >= 70);
    }

    @Test
    void protocolsOnTheSamePortArePassedOver() {
        detector.inspect(exchange.client(hex("00010000 2112a442 000102030405060708090a0b")), trail);
        detector.inspect(exchange.client(hex("16feff 0000 000000000000 0000")), trail);
        detector.inspect(exchange.server(hex("01010000 2112a442 000102030405060708090a0b")), trail);
        for (int i = 0; i < 4; i++) {
            say(0, i + 1, 160 * i);
        }
        assertTrue(trail.weight("rtp") >= 70);
    }

    @Test
    void strangersEndIt() {
        Next next = Next.MORE;
        for (int i = 0; i < 3; i++) {
            assertEquals(Next.MORE, next);
            next = detector.inspect(exchange.client(hex("ff01020304050607")), trail);
        }
        assertEquals(Next.DONE, next);
        assertFalse(detector.wants(Packet.TCP));
    }

    @Test
    void hostileBytesAreBorne() {
        byte[] compound = join(SENDER_REPORT, DESCRIPTION);
        DetectorInput.survivesEveryCut(detector, true, compound, RECEIVER_REPORT);
        DetectorInput.survivesEveryCut(detector, true, packet(1, 2, 40), packet(3, 4, 40));
        DetectorInput.survivesDamage(detector, true, compound, packet(1, 2, 40));
        DetectorInput.silentOnRandomBytes(detector);
    }

    private Next say(int side, int number, int time) {
        byte[] packet = packet(number, time, 160);
        packet[11] += (byte) side;
        return detector.inspect(exchange.speak(exchange.flow().role(side), packet, packet.length), trail);
    }

    private static byte[] packet(int number, int time, int payload) {
        ByteBuffer packet = ByteBuffer.allocate(12 + payload);
        packet.put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) number)
                .putInt(time)
                .putInt(SENDER);
        return packet.array();
    }
}
