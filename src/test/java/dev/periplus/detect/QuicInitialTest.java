package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class QuicInitialTest {
    private static final int NUMBER_AT = 18;
    private static final int FRAMES = 1162;

    private final QuicInitial initial = new QuicInitial();

    /** RFC 9001 appendix A.1. */
    @Test
    void derivesTheKeysOfVersion1() {
        QuicInitial.Keys keys = initial.keys(1, QuicPackets.DESTINATION);
        assertArrayEquals(hex("1f369613dd76d5467730efcbe3b1a22d"), keys.packet().getEncoded());
        assertArrayEquals(hex("fa044b2f42a3fd3b46fb255c"), keys.nonce());
        assertArrayEquals(hex("9f50449e04a0e810283a1e9933adedd2"), keys.header().getEncoded());
    }

    @Test
    void opensTheInitialOfRfc9001() {
        opens(1, QuicPackets.resource("rfc9001-a2-client-initial.hex"));
    }

    @Test
    void opensTheInitialOfRfc9369() {
        opens(QuicVersion.V2, QuicPackets.resource("rfc9369-a2-client-initial.hex"));
    }

    private void opens(int version, byte[] packet) {
        QuicInitial.Keys keys = initial.keys(version, QuicPackets.DESTINATION);
        assertEquals(FRAMES, initial.open(keys, packet, packet.length, 0, NUMBER_AT, packet.length));
        byte[] expected = QuicPackets.padded(QuicPackets.CRYPTO_FRAME, FRAMES);
        assertArrayEquals(expected, Arrays.copyOf(initial.plain(), FRAMES));
        assertFalse(initial.cut());
    }

    @Test
    void opensWhatIsLeftOfACutPacket() {
        byte[] packet = QuicPackets.resource("rfc9001-a2-client-initial.hex");
        QuicInitial.Keys keys = initial.keys(1, QuicPackets.DESTINATION);
        assertEquals(78, initial.open(keys, packet, 100, 0, NUMBER_AT, packet.length));
        assertTrue(initial.cut());
        assertArrayEquals(Arrays.copyOf(QuicPackets.CRYPTO_FRAME, 78), Arrays.copyOf(initial.plain(), 78));
        assertEquals(-1, initial.open(keys, packet, NUMBER_AT + 19, 0, NUMBER_AT, packet.length));
    }

    @Test
    void unknownVersionsHaveNoKeys() {
        assertNull(initial.keys(0x1a2a3a4a, QuicPackets.DESTINATION));
    }

    /** Packets built by {@link QuicPackets} equal those of the appendix. */
    @Test
    void theTestsOwnProtectionIsThatOfRfc9001() {
        byte[] frames = QuicPackets.padded(QuicPackets.CRYPTO_FRAME, FRAMES);
        assertArrayEquals(
                QuicPackets.resource("rfc9001-a2-client-initial.hex"),
                QuicPackets.initial(QuicPackets.DESTINATION, new byte[0], 2, frames));
    }
}
