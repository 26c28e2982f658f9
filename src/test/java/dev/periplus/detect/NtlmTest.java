package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NtlmTest {
    /** Domain D, user me and workstation PC in OEM characters, after the flags. */
    private static final byte[] AUTHENTICATE = join(
            ascii("NTLMSSP\0"),
            hex("03000000 0000000040000000 0000000040000000"),
            hex("0100010040000000 0200020041000000 0200020043000000"),
            hex("0000000045000000 02000000"),
            ascii("DmePC"));

    /** Target T, and pairs for the domain and for the computer C. */
    private static final byte[] CHALLENGE = join(
            ascii("NTLMSSP\0"),
            hex("02000000 0200020030000000 01000000"),
            new byte[16],
            hex("1000100032000000"),
            hex("5400"),
            hex("0200 0200 4400 0100 0200 4300 0000 0000"));

    private final Ntlm ntlm = new Ntlm();
    private RecordingTrail trail = new RecordingTrail();

    private int tell(byte[] bytes) {
        trail = new RecordingTrail();
        return ntlm.tell(bytes, 0, bytes.length, "smb", trail);
    }

    @Test
    void namesOfBothSidesAreTold() {
        assertEquals(3, tell(AUTHENTICATE));
        assertEquals(
                Map.of("smb.domain", List.of("D"), "smb.user", List.of("me"), "smb.host", List.of("PC")),
                trail.metadata);
        assertEquals(2, tell(join(new byte[100], CHALLENGE)), "inside a token");
        assertEquals(Map.of("smb.target", List.of("T"), "smb.server", List.of("C")), trail.metadata);
    }

    @Test
    void whatPointsBeyondTheMessageIsLeftOut() {
        byte[] beyond = AUTHENTICATE.clone();
        beyond[40] = (byte) 0xff;
        assertEquals(3, tell(beyond));
        assertEquals(Map.of("smb.domain", List.of("D"), "smb.host", List.of("PC")), trail.metadata);
        byte[] pair = CHALLENGE.clone();
        pair[52] = (byte) 0xff;
        tell(pair);
        assertEquals(Map.of("smb.target", List.of("T")), trail.metadata);
    }

    @Test
    void otherBytesAreNoMessage() {
        assertEquals(0, tell(ascii("NTLMSSX\0\3\0\0\0")));
        assertEquals(0, tell(join(ascii("NTLMSSP\0"), hex("04000000"))));
        assertEquals(0, tell(ascii("NTLMSSP\0")));
        assertEquals(0, tell(join(new byte[600], AUTHENTICATE)), "too far in");
        assertEquals(0, tell(new byte[0]));
    }

    @Test
    void hostileBytesAreBorne() {
        long seed = System.nanoTime();
        System.out.println("ntlm seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] message = (random.nextBoolean() ? CHALLENGE : AUTHENTICATE).clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt(256);
            }
            tell(Arrays.copyOf(message, random.nextInt(message.length + 1)));
            assertTrue(trail.metadata.size() <= 4);
        }
    }
}
