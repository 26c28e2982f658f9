package dev.periplus.decrypt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Derives keys from secrets: TLS 1.2 (RFC 5246 section 6.3), TLS 1.3 (RFC 8446 section 7.3) and QUIC (RFC 9001 section 5.1). */
public final class KeySchedule {
    private static final int NONCE = 12;
    private static final int SALT = 4;

    private KeySchedule() {}

    /**
     * Returns the keys of a side of TLS 1.2.
     *
     * @param randoms the server's random value, then the client's
     */
    public static Keys master(
            CipherSuite suite, Secret secret, byte[] randoms, boolean client, boolean encryptThenMac) {
        int macLength = suite.macLength();
        int nonceLength = switch (suite.mode()) {
            case GCM -> SALT;
            case CHACHA -> NONCE;
            case CBC -> 0;
        };
        int keyLength = suite.keyLength();
        byte[] block =
                expand12(suite, secret.bytes(), "key expansion", randoms, 2 * (macLength + keyLength + nonceLength));
        int side = client ? 0 : 1;
        byte[] mac = part(block, side * macLength, macLength);
        byte[] key = part(block, 2 * macLength + side * keyLength, keyLength);
        byte[] nonce = part(block, 2 * (macLength + keyLength) + side * nonceLength, nonceLength);
        SecretKeySpec macKey = macLength == 0 ? null : new SecretKeySpec(mac, hmac(suite.mac()));
        return new Keys(suite, key(suite, key), nonce, macKey, !encryptThenMac, null, secret);
    }

    /** Returns the keys of a side of TLS 1.3. */
    public static Keys traffic(CipherSuite suite, Secret secret) {
        return quic(suite, secret, "");
    }

    /**
     * Returns the keys of a side of QUIC.
     *
     * @param prefix of the labels of its version; empty for those of TLS, which have no header protection
     */
    public static Keys quic(CipherSuite suite, Secret secret, String prefix) {
        byte[] key = label(suite.hash(), secret.bytes(), prefix + "key", suite.keyLength());
        byte[] nonce = label(suite.hash(), secret.bytes(), prefix + "iv", NONCE);
        SecretKeySpec header = prefix.isEmpty()
                ? null
                : key(suite, label(suite.hash(), secret.bytes(), prefix + "hp", suite.keyLength()));
        return new Keys(suite, key(suite, key), nonce, null, false, header, secret);
    }

    /**
     * Returns the keys that follow others (RFC 8446 section 7.2, RFC 9001 section 6.1); the key of header protection stays.
     *
     * @param label what derives the next secret
     * @param prefix as for {@link #quic}
     */
    public static Keys next(Keys keys, String label, String prefix) {
        Secret before = keys.secret();
        CipherSuite suite = keys.suite();
        byte[] bytes = label(suite.hash(), before.bytes(), label, suite.secretLength());
        Secret after =
                new Secret(before.kind(), bytes, before.source(), before.line(), before.capture(), before.before());
        Keys made = quic(suite, after, prefix);
        return new Keys(suite, made.key(), made.nonce(), null, false, keys.header(), after);
    }

    private static SecretKeySpec key(CipherSuite suite, byte[] bytes) {
        return new SecretKeySpec(bytes, suite.mode() == CipherSuite.Mode.CHACHA ? "ChaCha20" : "AES");
    }

    private static byte[] part(byte[] block, int from, int length) {
        return Arrays.copyOfRange(block, from, from + length);
    }

    /** HKDF-Expand-Label without a context (RFC 8446 section 7.1), for no more than one block of the hash. */
    public static byte[] label(String hash, byte[] secret, String label, int length) {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        Mac mac = mac(hash, secret);
        mac.update((byte) (length >> Byte.SIZE));
        mac.update((byte) length);
        mac.update((byte) name.length);
        mac.update(name);
        mac.update((byte) 0);
        mac.update((byte) 1);
        return Arrays.copyOf(mac.doFinal(), length);
    }

    /** The pseudo-random function of 1.2 (RFC 5246 section 5). */
    private static byte[] expand12(CipherSuite suite, byte[] secret, String label, byte[] seed, int length) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        Mac mac = mac(suite.hash(), secret);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mac.update(name);
        byte[] a = mac.doFinal(seed);
        while (out.size() < length) {
            mac.update(a);
            mac.update(name);
            out.writeBytes(mac.doFinal(seed));
            a = mac.doFinal(a);
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }

    /** The name of a hash's HMAC: {@code HmacSHA256} of {@code SHA-256}. */
    static String hmac(String hash) {
        return "Hmac" + hash.replace("-", "");
    }

    private static Mac mac(String hash, byte[] secret) {
        try {
            Mac mac = Mac.getInstance(hmac(hash));
            mac.init(new SecretKeySpec(secret, hmac(hash)));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(hash + " is there with every JDK", e);
        }
    }
}
