package dev.periplus.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Ed25519 signatures (RFC 8032) with keys in PEM (RFC 7468), and the imprint of time stamps (RFC 3161). */
public final class Signatures {
    private static final String ED25519 = "Ed25519";
    private static final long LARGEST = 1 << 20;

    /** The beginning of a message imprint by SHA-256 (RFC 3161 section 2.4.1), with and without parameters. */
    private static final byte[][] IMPRINTS = {
        {0x06, 0x09, 0x60, (byte) 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20},
        {0x06, 0x09, 0x60, (byte) 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20}
    };

    private Signatures() {}

    /** Signs with a private key in PKCS #8. */
    public static byte[] sign(byte[] bytes, Path privateKey) throws IOException {
        try {
            Signature signature = Signature.getInstance(ED25519);
            PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(pem(privateKey));
            signature.initSign(KeyFactory.getInstance(ED25519).generatePrivate(key));
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException(privateKey + ": not an Ed25519 private key in PKCS #8 PEM", e);
        }
    }

    /** Whether a signature is that of a public key. */
    public static boolean isBy(byte[] signature, byte[] bytes, Path publicKey) throws IOException {
        Signature verifier;
        try {
            verifier = Signature.getInstance(ED25519);
            verifier.initVerify(KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(pem(publicKey))));
            verifier.update(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException(publicKey + ": not an Ed25519 public key in PEM", e);
        }
        try {
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether a time stamp is of these bytes: its imprint is their SHA-256. Its own signature is not looked at. */
    public static boolean isImprintOf(Path stamp, byte[] bytes) throws IOException {
        if (Files.size(stamp) > LARGEST) {
            throw new IOException(stamp + ": too large for a time stamp");
        }
        byte[] token = Files.readAllBytes(stamp);
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (byte[] begin : IMPRINTS) {
            for (int at = 0; at + begin.length + hash.length <= token.length; at++) {
                int from = at + begin.length;
                if (Arrays.equals(token, at, from, begin, 0, begin.length)
                        && Arrays.equals(token, from, from + hash.length, hash, 0, hash.length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] pem(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + ": too large for a key");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 ]{1,40}-----", ""));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": not PEM", e);
        }
    }
}
