package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static dev.periplus.detect.TlsMessages.u16;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals records of TLS and DTLS and packets of QUIC for tests, by code of its own. Secrets are random: no key exchange
 * is needed, because a key log states what it would give.
 */
final class Sealed {
    /** How a suite seals: the number, the cipher's transformation, key, hash and MAC. */
    enum Suite {
        AES_128_GCM_13(0x1301, "AES/GCM/NoPadding", 16, "HmacSHA256", ""),
        AES_256_GCM_13(0x1302, "AES/GCM/NoPadding", 32, "HmacSHA384", ""),
        CHACHA_13(0x1303, "ChaCha20-Poly1305", 32, "HmacSHA256", ""),
        AES_128_GCM(0xc02f, "AES/GCM/NoPadding", 16, "HmacSHA256", ""),
        AES_256_GCM(0xc030, "AES/GCM/NoPadding", 32, "HmacSHA384", ""),
        CHACHA(0xcca8, "ChaCha20-Poly1305", 32, "HmacSHA256", ""),
        AES_128_CBC_SHA(0xc013, "AES/CBC/NoPadding", 16, "HmacSHA256", "HmacSHA1"),
        AES_128_CBC_SHA256(0xc027, "AES/CBC/NoPadding", 16, "HmacSHA256", "HmacSHA256"),
        AES_256_CBC_SHA384(0xc028, "AES/CBC/NoPadding", 32, "HmacSHA384", "HmacSHA384");

        final int number;
        final String cipher;
        final int key;
        final String hash;
        final String mac;

        Suite(int number, String cipher, int key, String hash, String mac) {
            this.number = number;
            this.cipher = cipher;
            this.key = key;
            this.hash = hash;
            this.mac = mac;
        }

        int hashLength() {
            return hash.endsWith("384") ? 48 : 32;
        }

        boolean isGcm() {
            return cipher.contains("GCM");
        }

        boolean isCbc() {
            return cipher.contains("CBC");
        }
    }

    /** The keys of one side, and the number of its next record. */
    static final class Side {
        final byte[] key;
        final byte[] nonce;
        final byte[] mac;
        final byte[] header;
        long sequence;

        Side(byte[] key, byte[] nonce, byte[] mac, byte[] header) {
            this.key = key;
            this.nonce = nonce;
            this.mac = mac;
            this.header = header;
        }
    }

    private final Suite suite;
    private final boolean encryptThenMac;
    private final Random random;

    Sealed(Suite suite, boolean encryptThenMac, long seed) {
        this.suite = suite;
        this.encryptThenMac = encryptThenMac;
        random = new Random(seed);
    }

    byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A line of a key log. */
    static String line(String label, byte[] clientRandom, byte[] secret) {
        return label + " " + HexFormat.of().formatHex(clientRandom) + " "
                + HexFormat.of().formatHex(secret) + "\n";
    }

    /** The keys that follow from a traffic secret; the prefix is that of QUIC's labels, or empty. */
    Side traffic(byte[] secret, String prefix) {
        return new Side(
                expand(secret, prefix + "key", suite.key),
                expand(secret, prefix + "iv", 12),
                new byte[0],
                expand(secret, prefix + "hp", suite.key));
    }

    /** The keys of both sides, the client's first, that follow from a master secret (RFC 5246 section 6.3). */
    Side[] master(byte[] master, byte[] serverRandom, byte[] clientRandom) {
        int mac = suite.isCbc() ? mac(suite.mac, new byte[1], new byte[0]).length : 0;
        int nonce = suite.isCbc() ? 0 : suite.isGcm() ? 4 : 12;
        byte[] seed = join(ascii("key expansion"), serverRandom, clientRandom);
        byte[] block = {};
        byte[] a = seed;
        while (block.length < 2 * (mac + suite.key + nonce)) {
            a = mac(suite.hash, master, a);
            block = join(block, mac(suite.hash, master, join(a, seed)));
        }
        Side[] sides = new Side[2];
        for (int i = 0; i < 2; i++) {
            sides[i] = new Side(
                    slice(block, 2 * mac + i * suite.key, suite.key),
                    slice(block, 2 * (mac + suite.key) + i * nonce, nonce),
                    slice(block, i * mac, mac),
                    new byte[0]);
        }
        return sides;
    }

    byte[] expand(byte[] secret, String label, int length) {
        byte[] name = ascii("tls13 " + label);
        byte[] info = join(u16(length), new byte[] {(byte) name.length}, name, new byte[] {0, 1});
        return Arrays.copyOf(mac(suite.hash, secret, info), length);
    }

    /** A record of TLS 1.3 with a content of this type. */
    byte[] record13(Side side, int type, byte[] content) {
        byte[] plain = join(content, new byte[] {(byte) type}, new byte[random.nextInt(4)]);
        byte[] header = join(hex("17 03 03"), u16(plain.length + 16));
        return join(header, aead(side, nonce(side.nonce, side.sequence++), header, plain));
    }

    /** A record of TLS 1.2. */
    byte[] record12(Side side, int type, byte[] content) {
        byte[] body = seal12(side, side.sequence++, type, 0x0303, content);
        return join(new byte[] {(byte) type}, hex("03 03"), u16(body.length), body);
    }

    /** A record of DTLS 1.2 in epoch 1. */
    byte[] datagramRecord(Side side, int type, byte[] content) {
        long number = 1L << 48 | side.sequence++;
        byte[] body = seal12(side, number, type, 0xfefd, content);
        return join(new byte[] {(byte) type}, hex("fe fd"), u64(number), u16(body.length), body);
    }

    private byte[] seal12(Side side, long number, int type, int version, byte[] content) {
        byte[] start = join(u64(number), new byte[] {(byte) type}, u16(version));
        if (suite.isCbc()) {
            return cbc(side, start, content);
        }
        byte[] about = join(start, u16(content.length));
        if (!suite.isGcm()) {
            return aead(side, nonce(side.nonce, number), about, content);
        }
        byte[] explicit = random(8);
        return join(explicit, aead(side, join(side.nonce, explicit), about, content));
    }

    private byte[] cbc(Side side, byte[] start, byte[] content) {
        byte[] inner = encryptThenMac
                ? content
                : join(content, mac(suite.mac, side.mac, join(start, u16(content.length), content)));
        int padding = 15 - inner.length % 16;
        byte[] padded = Arrays.copyOf(inner, inner.length + padding + 1);
        Arrays.fill(padded, inner.length, padded.length, (byte) padding);
        byte[] iv = random(16);
        byte[] sealed = join(iv, crypt(suite.cipher, side.key, new IvParameterSpec(iv), new byte[0], padded));
        return encryptThenMac
                ? join(sealed, mac(suite.mac, side.mac, join(start, u16(sealed.length), sealed)))
                : sealed;
    }

    /** A packet of QUIC: its header ends before the packet number, which takes two bytes. */
    byte[] packet(Side side, byte[] headerStart, byte[] frames) {
        byte[] header = join(headerStart, u16((int) side.sequence));
        byte[] sealed = aead(side, nonce(side.nonce, side.sequence++), header, frames);
        byte[] sample = slice(sealed, 2, 16);
        byte[] mask = suite.cipher.startsWith("ChaCha")
                ? chacha(side.header, sample)
                : Arrays.copyOf(crypt("AES/ECB/NoPadding", side.header, null, new byte[0], sample), 5);
        header[0] ^= (byte) (mask[0] & (header[0] < 0 ? 0x0f : 0x1f));
        header[header.length - 2] ^= mask[1];
        header[header.length - 1] ^= mask[2];
        return join(header, sealed);
    }

    /** RFC 9001 section 5.4.4: the sample is counter and nonce; here by Poly1305's cipher, which begins at counter 1. */
    private static byte[] chacha(byte[] key, byte[] sample) {
        int counter = sample[0] & 0xff | (sample[1] & 0xff) << 8 | (sample[2] & 0xff) << 16 | sample[3] << 24;
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "ChaCha20"),
                    new javax.crypto.spec.ChaCha20ParameterSpec(slice(sample, 4, 12), counter));
            return cipher.doFinal(new byte[5]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] aead(Side side, byte[] nonce, byte[] about, byte[] plain) {
        return crypt(
                suite.cipher,
                side.key,
                suite.isGcm() ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce),
                about,
                plain);
    }

    private static byte[] crypt(
            String name, byte[] key, java.security.spec.AlgorithmParameterSpec with, byte[] about, byte[] plain) {
        try {
            Cipher cipher = Cipher.getInstance(name);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, name.startsWith("AES") ? "AES" : "ChaCha20"), with);
            if (about.length > 0) {
                cipher.updateAAD(about);
            }
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] nonce(byte[] fixed, long number) {
        byte[] nonce = fixed.clone();
        byte[] bytes = u64(number);
        for (int i = 0; i < 8; i++) {
            nonce[4 + i] ^= bytes[i];
        }
        return nonce;
    }

    static byte[] u64(long value) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (value >> 56 - 8 * i);
        }
        return bytes;
    }

    private static byte[] mac(String name, byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }
}
