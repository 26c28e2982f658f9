package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CertificateNamesTest {
    private static final String COMMON_NAME = "550403";
    private static final String ORGANIZATION = "55040a";

    private static final byte[] CERTIFICATE = DerCertificate.of(
            DerCertificate.name(COMMON_NAME, 0x13, ascii("Example CA")),
            DerCertificate.der(
                    0x30,
                    join(
                            DerCertificate.attribute(ORGANIZATION, 0x0c, ascii("Example Organization")),
                            DerCertificate.attribute(
                                    COMMON_NAME, 0x0c, "bücher.example".getBytes(StandardCharsets.UTF_8)))),
            "example.org",
            "*.example.org");

    private static CertificateNames read(byte[] certificate, int length) {
        return CertificateNames.read(new ByteCursor().reset(certificate, 0, length));
    }

    @Test
    void readsSubjectIssuerAndAlternativeNames() {
        CertificateNames names = read(CERTIFICATE, CERTIFICATE.length);
        assertEquals("bücher.example", names.subject());
        assertEquals("Example CA", names.issuer());
        assertEquals(List.of("example.org", "*.example.org"), names.alternatives());
    }

    @Test
    void takesTheOrganizationWhereThereIsNoCommonName() {
        byte[] wide = "Org".getBytes(StandardCharsets.UTF_16BE);
        byte[] bytes = DerCertificate.of(
                DerCertificate.name(ORGANIZATION, 0x1e, wide), DerCertificate.name("550406", 0x13, ascii("DE")));
        CertificateNames names = read(bytes, bytes.length);
        assertEquals("Org", names.issuer());
        assertNull(names.subject());
        assertEquals(List.of(), names.alternatives());
    }

    @Test
    void keepsAtMostSixteenAlternativeNames() {
        String[] many = new String[40];
        java.util.Arrays.fill(many, "a.example");
        byte[] name = DerCertificate.name(COMMON_NAME, 0x0c, ascii("x"));
        byte[] bytes = DerCertificate.of(name, name, many);
        assertEquals(16, read(bytes, bytes.length).alternatives().size());
    }

    @Test
    void aCutCertificateGivesOnlyNamesThatAreWhole() {
        for (int length = 0; length < CERTIFICATE.length; length++) {
            CertificateNames names = read(CERTIFICATE, length);
            assertNull(names.subject(), "the outer sequence is incomplete at " + length);
            assertTrue(names.alternatives().isEmpty());
        }
    }

    @Test
    void damageIsSurvived() {
        long seed = System.nanoTime();
        System.out.println("certificate seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = CERTIFICATE.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertTrue(read(bytes, bytes.length).alternatives().size() <= 16, "seed " + seed);
        }
    }
}
