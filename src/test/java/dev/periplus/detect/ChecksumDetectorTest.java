package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChecksumDetectorTest {
    private static final byte[] ECHO = hex("0800 f7fd 0001 0001");
    private static final byte[] QUERY = hex("1164 ee9b 00000000");

    /** Neighbour solicitation from fe80::1 to ff02::1:ff00:2 for fe80::2. */
    private static final byte[] SOLICITATION = hex("8700 7da1 00000000 fe80000000000000 0000000000000002");

    private static final byte[] VIRTUAL = hex("310a 6401 0064 74da 0a1400fe");

    private final ChecksumDetector detector = new ChecksumDetector();

    private RecordingTrail inspect(int protocol, int version, String from, String to, byte[] message, int wire) {
        Packet first = new Packet();
        first.protocol = protocol;
        first.ipVersion = version;
        Address source = Address.parse(from);
        Address destination = Address.parse(to);
        first.sourceHigh = source.high();
        first.sourceLow = source.low();
        first.destinationHigh = destination.high();
        first.destinationLow = destination.low();
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(true, first, Flow.Direction.INFERRED);
        detector.inspect(exchange.speak(Role.CLIENT, message, wire), trail);
        return trail;
    }

    private RecordingTrail ipv4(int protocol, byte[] message) {
        return inspect(protocol, 4, "10.20.0.1", "224.0.0.18", message, message.length);
    }

    private RecordingTrail ipv6(byte[] message) {
        return inspect(58, 6, "fe80::1", "ff02::1:ff00:2", message, message.length);
    }

    @Test
    void aRightChecksumProvesTheProtocol() {
        assertEquals(60, ipv4(1, ECHO).weight("icmp"));
        assertEquals(60, ipv4(2, QUERY).weight("igmp"));
        assertEquals(60, ipv6(SOLICITATION).weight("icmpv6"));
        assertEquals(60, ipv4(112, VIRTUAL).weight("vrrp"));
    }

    @Test
    void itCoversTheAddresses() {
        RecordingTrail elsewhere = inspect(58, 6, "fe80::1", "ff02::1:ff00:3", SOLICITATION, SOLICITATION.length);
        assertEquals(0, elsewhere.weight("icmpv6"));
        assertEquals(
                0,
                inspect(112, 4, "10.20.0.2", "224.0.0.18", VIRTUAL, VIRTUAL.length)
                        .weight("vrrp"));
    }

    @Test
    void anyChangedBitAndAnyMissingByteSpoilsIt() {
        for (int bit = 0; bit < SOLICITATION.length * 8; bit++) {
            byte[] changed = SOLICITATION.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(0, ipv6(changed).weight("icmpv6"), "bit " + bit);
        }
        assertEquals(
                0, inspect(1, 4, "10.0.0.1", "10.0.0.2", ECHO, ECHO.length + 1).weight("icmp"));
        for (int length = 0; length < ECHO.length; length++) {
            assertEquals(0, ipv4(1, java.util.Arrays.copyOf(ECHO, length)).weight("icmp"));
        }
    }

    @Test
    void typesThatNobodyUsesAreNot() {
        assertEquals(0, ipv4(1, hex("6300 9cfd 0001 0001")).weight("icmp"));
        assertEquals(0, ipv4(2, hex("9900 66ff 00000000")).weight("igmp"));
    }

    @Test
    void randomMessagesHardlyEverFit() {
        long seed = System.nanoTime();
        System.out.println("checksum seed " + seed);
        Random random = new Random(seed);
        int fits = 0;
        TreeSet<String> labels = new TreeSet<>(List.of("icmp", "igmp", "icmpv6", "ospf", "pim", "vrrp"));
        int[] protocols = {1, 2, 58, 89, 103, 112};
        for (int i = 0; i < 60_000; i++) {
            byte[] message = new byte[random.nextInt(64)];
            random.nextBytes(message);
            RecordingTrail trail = ipv4(protocols[i % protocols.length], message);
            fits += labels.stream().anyMatch(label -> trail.weight(label) > 0) ? 1 : 0;
        }
        assertTrue(fits <= 6, fits + " of 60000, seed " + seed);
    }
}
