package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.classify.Detector.Next;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountingDetectorTest {
    private static final int ESP = 50;
    private static final int PROFINET = Transport.ofEtherType(0x8892);
    private static final int MACSEC = Transport.ofEtherType(0x88e5);

    private final CountingDetector detector = new CountingDetector();
    private final RecordingTrail trail = new RecordingTrail();
    private final Random random = new Random(7);

    private ExchangeFixture flow(int protocol) {
        return new ExchangeFixture(true, protocol, Flow.Direction.INFERRED);
    }

    private byte[] sealed(int spi, int number) {
        byte[] rest = new byte[64];
        random.nextBytes(rest);
        return join(ByteBuffer.allocate(8).putInt(spi).putInt(number).array(), rest);
    }

    private byte[] cycle(int id, int number, int status) {
        byte[] data = new byte[40];
        random.nextBytes(data);
        byte[] head = ByteBuffer.allocate(2).putShort((short) id).array();
        byte[] tail = ByteBuffer.allocate(4)
                .putShort((short) number)
                .put((byte) status)
                .put((byte) 0)
                .array();
        return join(head, data, tail);
    }

    @Test
    void anAssociationThatCountsIsEsp() {
        ExchangeFixture esp = flow(ESP);
        detector.inspect(esp.client(sealed(0x1234, 7)), trail);
        assertEquals(0, trail.weight("esp"));
        detector.inspect(esp.client(sealed(0x1234, 8)), trail);
        double once = trail.weight("esp");
        assertTrue(once < 40, "one step gives no label: " + once);
        assertEquals(Next.DONE, detector.inspect(esp.client(sealed(0x1234, 9)), trail));
        assertTrue(trail.weight("esp") >= 60);
    }

    @Test
    void severalAssociationsMayTakeTurns() {
        ExchangeFixture esp = flow(ESP);
        for (int i = 0; i < 3; i++) {
            detector.inspect(esp.client(sealed(0x1000, i)), trail);
            detector.inspect(esp.client(sealed(0x2000, 100 + i)), trail);
            detector.inspect(esp.server(sealed(0x3000, 5000 + i)), trail);
        }
        assertTrue(trail.weight("esp") >= 60);
    }

    @Test
    void numbersThatJumpRepeatOrGoBackProveNothing() {
        ExchangeFixture esp = flow(ESP);
        for (int number : new int[] {1, 1, 5000, 400, 90_000, 90_000}) {
            detector.inspect(esp.client(sealed(0x1234, number)), trail);
        }
        assertEquals(0, trail.weight("esp"));
    }

    @Test
    void numbersBeforeTextProveNothing() {
        ExchangeFixture esp = flow(ESP);
        for (int i = 0; i < 5; i++) {
            byte[] head = ByteBuffer.allocate(8).putInt(0x1234).putInt(i).array();
            detector.inspect(
                    esp.client(join(head, DetectorInput.ascii("GET /index.html HTTP/1.1 GET /index.html"))), trail);
        }
        assertEquals(0, trail.weight("esp"));
    }

    @Test
    void packetNumbersOfMacsecCountToo() {
        ExchangeFixture link = flow(MACSEC);
        for (int i = 1; i < 4; i++) {
            detector.inspect(
                    link.client(join(
                            hex("0c00"),
                            ByteBuffer.allocate(4).putInt(i).array(),
                            Arrays.copyOfRange(sealed(0, 0), 8, 72))),
                    trail);
        }
        assertTrue(trail.weight("macsec") >= 60);
    }

    @Test
    void dataOfCyclesAtOneRateIsProfinet() {
        ExchangeFixture cycles = flow(PROFINET);
        for (int i = 0; i < 4; i++) {
            detector.inspect(cycles.client(cycle(0x8001, 0xff00 + i * 128, 0x35)), trail);
        }
        assertTrue(trail.weight("profinet-rt") >= 60);
    }

    @Test
    void cyclesAtAnyRateOrWithoutValidDataAreNot() {
        ExchangeFixture cycles = flow(PROFINET);
        for (int number : new int[] {0, 128, 300, 301, 900, 2000}) {
            detector.inspect(cycles.client(cycle(0x8001, number, 0x35)), trail);
            detector.inspect(cycles.server(cycle(0x8002, number * 2, 0x48)), trail);
        }
        assertEquals(0, trail.weight("profinet-rt"));
    }

    @Test
    void otherFramesAreNotWatched() {
        assertEquals(
                Next.DONE, detector.inspect(flow(Transport.ofEtherType(0x88b5)).client(sealed(1, 1)), trail));
    }

    @Test
    void randomBytesOfAnyLengthAreSurvivedAndShowNothing() {
        long seed = System.nanoTime();
        System.out.println("counting seed " + seed);
        Random noise = new Random(seed);
        for (int protocol : new int[] {ESP, MACSEC, PROFINET}) {
            ExchangeFixture flow = flow(protocol);
            for (int i = 0; i < 20_000; i++) {
                byte[] payload = new byte[noise.nextInt(40)];
                noise.nextBytes(payload);
                detector.inspect(noise.nextBoolean() ? flow.client(payload) : flow.server(payload), trail);
            }
        }
        assertEquals(0, trail.weight("esp") + trail.weight("macsec"), "seed " + seed);
    }

    private byte[] wireGuardData(int receiver, long number, int size) {
        byte[] sealed = new byte[size];
        random.nextBytes(sealed);
        byte[] head = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4)
                .putInt(receiver)
                .putLong(number)
                .array();
        return join(head, sealed);
    }

    @Test
    void dataMessagesThatCountForOneReceiverAreWireGuard() {
        ExchangeFixture one = flow(Packet.UDP);
        assertEquals(Next.MORE, detector.inspect(one.client(wireGuardData(0x7a31, 41, 16)), trail));
        assertEquals(0, trail.weight("wireguard"), "one message counts nothing");
        detector.inspect(one.client(wireGuardData(0x7a31, 42, 112)), trail);
        assertTrue(trail.weight("wireguard") > 0);
        assertEquals(Next.DONE, detector.inspect(one.client(wireGuardData(0x7a31, 43, 1408)), trail));
        assertTrue(trail.weight("wireguard") >= 60);
    }

    @Test
    void datagramsThatAreNoSealedDataEndTheSearch() {
        byte[] text = wireGuardData(1, 1, 64);
        Arrays.fill(text, 16, 80, (byte) 'a');
        byte[] odd = wireGuardData(1, 1, 65);
        byte[] none = wireGuardData(0, 1, 64);
        byte[] other = wireGuardData(1, 1, 64);
        other[0] = 5;
        for (byte[] datagram : new byte[][] {text, odd, none, other, hex("04000000 01000000")}) {
            assertEquals(Next.DONE, detector.inspect(flow(Packet.UDP).client(datagram), trail));
        }
        assertEquals(0, trail.weight("wireguard"));
    }
}
