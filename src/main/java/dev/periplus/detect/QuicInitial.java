package dev.periplus.detect;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts the Initial packets of QUIC, whose keys are derived from the client's first destination connection ID (RFC
 * 9001 section 5). The tag is not verified, so that truncated packets can be decrypted too; wrong keys show in the
 * frames. One per shard.
 */
final class QuicInitial {
    private static final int HASH = 32;
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int SAMPLE = 16;
    private static final int TAG = 16;
    private static final int LIMIT = 4096;
    private static final String HMAC = "HmacSHA256";

    /** Keys that protect a side's packets. */
    record Keys(SecretKeySpec packet, byte[] nonce, SecretKeySpec header) {}

    private final Mac mac;
    private final Cipher headerCipher;
    private final Cipher packetCipher;
    private final byte[] plain = new byte[LIMIT];
    private boolean cut;

    QuicInitial() {
        try {
            mac = Mac.getInstance(HMAC);
            headerCipher = Cipher.getInstance("AES/ECB/NoPadding");
            packetCipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES and HmacSHA256 are required of every Java platform", e);
        }
    }

    /** Derives the client's keys from the ID that it chose for the server; returns null if the version is unknown. */
    @Nullable
    Keys keys(int version, byte[] destination) {
        return keys(version, destination, "client in");
    }

    /** Derives the server's keys from the same ID. */
    @Nullable
    Keys serverKeys(int version, byte[] destination) {
        return keys(version, destination, "server in");
    }

    private @Nullable Keys keys(int version, byte[] destination, String side) {
        byte[] salt = QuicVersion.salt(version);
        if (salt == null) {
            return null;
        }
        String labels = QuicVersion.labels(version);
        try {
            mac.init(new SecretKeySpec(salt, HMAC));
            byte[] secret = expand(mac.doFinal(destination), side, HASH);
            return new Keys(
                    new SecretKeySpec(expand(secret, labels + "key", KEY), "AES"),
                    expand(secret, labels + "iv", NONCE),
                    new SecretKeySpec(expand(secret, labels + "hp", KEY), "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("invalid key of fixed length", e);
        }
    }

    /** HKDF-Expand-Label (RFC 8446 section 7.1) for at most 32 bytes and no context. */
    private byte[] expand(byte[] secret, String label, int length) throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        mac.init(new SecretKeySpec(secret, HMAC));
        mac.update((byte) 0);
        mac.update((byte) length);
        mac.update((byte) name.length);
        mac.update(name);
        mac.update((byte) 0);
        mac.update((byte) 1);
        return Arrays.copyOf(mac.doFinal(), length);
    }

    /**
     * Decrypts a packet into {@link #plain}.
     *
     * @param bytes the datagram, of which {@code here} bytes were captured
     * @param start offset of the packet
     * @param numberAt offset of its packet number
     * @param end end of the packet on the wire
     * @return number of bytes of frames, -1 if too little was captured
     */
    int open(Keys keys, byte[] bytes, int here, int start, int numberAt, int end) {
        if (numberAt + 4 + SAMPLE > Math.min(here, end)) {
            return -1;
        }
        try {
            headerCipher.init(Cipher.ENCRYPT_MODE, keys.header());
            byte[] mask = headerCipher.doFinal(bytes, numberAt + 4, SAMPLE);
            int numberLength = ((bytes[start] ^ mask[0]) & 3) + 1;
            byte[] counter = Arrays.copyOf(keys.nonce(), NONCE + 4);
            for (int i = 0; i < numberLength; i++) {
                counter[NONCE - numberLength + i] ^= (byte) (bytes[numberAt + i] ^ mask[1 + i]);
            }
            counter[NONCE + 3] = 2; // GCM encrypts from counter 2 on
            int from = numberAt + numberLength;
            int whole = end - TAG - from;
            int count = Math.min(Math.min(whole, here - from), LIMIT);
            cut = count < whole;
            packetCipher.init(Cipher.DECRYPT_MODE, keys.packet(), new IvParameterSpec(counter));
            return count <= 0 ? -1 : packetCipher.doFinal(bytes, from, count, plain, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("invalid key of fixed length", e);
        }
    }

    /** The frames last decrypted. */
    byte[] plain() {
        return plain;
    }

    /** Whether frames are missing because the packet was truncated by the capture. */
    boolean cut() {
        return cut;
    }
}
