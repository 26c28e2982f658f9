package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiscoveryDetectorTest {
    private static final int LLDP = Transport.ofEtherType(0x88cc);
    private static final int CISCO = Transport.ofOrganisation(0x00000c);
    private static final byte[] END = hex("0602 0078 0000");

    private final DiscoveryDetector detector = new DiscoveryDetector();

    private RecordingTrail inspect(int protocol, byte[] frame) {
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(new ExchangeFixture(true, protocol, Flow.Direction.INFERRED).client(frame), trail);
        return trail;
    }

    private static byte[] field(int type, byte[]... parts) {
        byte[] value = join(parts);
        return join(new byte[] {(byte) (type << 1 | value.length >> 8), (byte) value.length}, value);
    }

    private static byte[] cisco(int type, String value) {
        return join(new byte[] {0, (byte) type, 0, (byte) (value.length() + 4)}, ascii(value));
    }

    private static final byte[] SWITCH = join(
            field(1, hex("04 025300000001")),
            field(2, hex("05"), ascii("Gi0/1")),
            hex("0602 0078"),
            field(5, ascii("switch1")),
            field(6, ascii("Example OS 12.4")),
            hex("0000"));

    private static final byte[] ROUTER = join(
            hex("02b40000"),
            cisco(1, "router1.example.org"),
            cisco(3, "FastEthernet0/0"),
            cisco(5, "Example OS 12.4\nCompiled"),
            cisco(6, "cisco 3745"));

    @Test
    void aSwitchTellsItsNameAndPort() {
        RecordingTrail told = inspect(LLDP, SWITCH);
        assertEquals("02:53:00:00:00:01", told.first("lldp.chassis_id"));
        assertEquals("Gi0/1", told.first("lldp.port_id"));
        assertEquals("switch1", told.first("lldp.system_name"));
        assertEquals("Example OS 12.4", told.first("lldp.system_description"));
    }

    @Test
    void identifiersMayBeAddresses() {
        byte[] four = join(field(1, hex("05 01 c0000201")), field(2, hex("03 025300000002")), END);
        assertEquals("192.0.2.1", inspect(LLDP, four).first("lldp.chassis_id"));
        assertEquals("02:53:00:00:00:02", inspect(LLDP, four).first("lldp.port_id"));
        byte[] six = join(field(1, hex("05 02 20010db8000000000000000000000001")), END);
        assertEquals("2001:db8::1", inspect(LLDP, six).first("lldp.chassis_id"));
    }

    @Test
    void aRouterTellsItsNamePortAndPlatform() {
        RecordingTrail told = inspect(CISCO, ROUTER);
        assertEquals("router1.example.org", told.first("cdp.device_id"));
        assertEquals("FastEthernet0/0", told.first("cdp.port_id"));
        assertEquals("cisco 3745", told.first("cdp.platform"));
        assertEquals("Example OS 12.4\nCompiled", told.first("cdp.software"));
    }

    @Test
    void bytesThatAreNoTextAreDigits() {
        byte[] frame = join(field(1, hex("07 1b5b324a")), END);
        assertEquals("1b5b324a", inspect(LLDP, frame).first("lldp.chassis_id"));
    }

    @Test
    void aFieldThatIsCutTellsNothing() {
        for (int length = 0; length < ROUTER.length; length++) {
            RecordingTrail told = inspect(CISCO, Arrays.copyOf(ROUTER, length));
            if (length < 4 + 4 + "router1.example.org".length()) {
                assertTrue(told.metadata.isEmpty(), "length " + length);
            }
            inspect(LLDP, Arrays.copyOf(SWITCH, Math.min(length, SWITCH.length)));
        }
    }

    @Test
    void othersAreNotRead() {
        assertTrue(inspect(Transport.ofEtherType(0x88f7), SWITCH).metadata.isEmpty());
        assertTrue(inspect(LLDP, field(5, ascii("switch1"))).metadata.isEmpty());
    }

    @Test
    void anyBytesAreSurvived() {
        long seed = System.nanoTime();
        System.out.println("DiscoveryDetectorTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) (1 + random.nextInt(2));
            }
            inspect(i % 2 == 0 ? LLDP : CISCO, bytes);
        }
    }
}
