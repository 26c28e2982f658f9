package dev.periplus.decrypt;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Removes the protection of records (RFC 5246 section 6.2.3, RFC 8446 section 5.2, RFC 6347 section 4.1.2) and of QUIC's
 * packets (RFC 9001 section 5). What opens was authenticated, unless only its beginning is there. One per shard.
 */
public final class Unsealing {
    /** Bytes of the tag of AES-GCM and ChaCha20-Poly1305. */
    public static final int TAG = 16;

    /** Bytes of a packet that header protection is computed from. */
    public static final int SAMPLE = 16;

    private static final int NONCE = 12;
    private static final int EXPLICIT = 8;
    private static final int BLOCK = 16;
    private static final int HEADER = 13;
    private static final int MOST = 1 << 16;
    private static final byte[] NONE = {};

    private final Cipher gcm = cipher("AES/GCM/NoPadding");
    private final Cipher ctr = cipher("AES/CTR/NoPadding");
    private final Cipher cbc = cipher("AES/CBC/NoPadding");
    private final Cipher ecb = cipher("AES/ECB/NoPadding");

    private static Cipher cipher(String name) {
        try {
            return Cipher.getInstance(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name + " is there with every JDK", e);
        }
    }

    /**
     * Opens a record of TLS 1.2 or DTLS 1.2.
     *
     * @param sequence its number; in DTLS the epoch is the upper 16 bits
     * @param from where its body begins
     * @param length of its body
     * @return the content, or null if it was not protected with these keys
     */
    public byte @Nullable [] record12(
            Keys keys, long sequence, int type, int version, byte[] bytes, int from, int length) {
        if (length > MOST) {
            return null;
        }
        return switch (keys.suite().mode()) {
            case GCM -> {
                int plain = length - EXPLICIT - TAG;
                byte[] nonce = Arrays.copyOf(keys.nonce(), NONCE);
                if (plain < 0) {
                    yield null;
                }
                System.arraycopy(bytes, from, nonce, NONCE - EXPLICIT, EXPLICIT);
                byte[] about = about(sequence, type, version, plain);
                yield open(keys, nonce, about, 0, HEADER, bytes, from + EXPLICIT, length - EXPLICIT);
            }
            case CHACHA -> {
                byte[] about = about(sequence, type, version, length - TAG);
                yield open(keys, nonce(keys, sequence), about, 0, HEADER, bytes, from, length);
            }
            case CBC -> block(keys, sequence, type, version, bytes, from, length);
        };
    }

    /**
     * Opens a record of TLS 1.3.
     *
     * @param at where its header begins
     * @param header bytes of its header
     * @param length of its body
     * @return content, type and padding, or null
     */
    public byte @Nullable [] record13(Keys keys, long sequence, byte[] bytes, int at, int header, int length) {
        return length > MOST ? null : open(keys, nonce(keys, sequence), bytes, at, header, bytes, at + header, length);
    }

    /**
     * Reads the beginning of a record of which the rest is not there, without authentication.
     *
     * @param is13 whether it is of TLS 1.3
     * @param from where its body begins
     * @param here number of bytes of its body that are there
     * @param length of its body
     */
    public byte[] beginning(Keys keys, boolean is13, long sequence, byte[] bytes, int from, int here, int length) {
        try {
            return switch (keys.suite().mode()) {
                case GCM -> {
                    int explicit = is13 ? 0 : EXPLICIT;
                    int count = Math.min(here, length - TAG) - explicit;
                    byte[] counter = is13 ? nonce(keys, sequence) : Arrays.copyOf(keys.nonce(), NONCE);
                    if (count <= 0) {
                        yield NONE;
                    }
                    System.arraycopy(bytes, from, counter, NONCE - EXPLICIT, explicit);
                    counter = Arrays.copyOf(counter, BLOCK);
                    counter[BLOCK - 1] = 2;
                    ctr.init(Cipher.DECRYPT_MODE, keys.key(), new IvParameterSpec(counter));
                    yield ctr.doFinal(bytes, from + explicit, count);
                }
                case CHACHA -> {
                    Cipher chacha = cipher("ChaCha20");
                    chacha.init(Cipher.DECRYPT_MODE, keys.key(), new ChaCha20ParameterSpec(nonce(keys, sequence), 1));
                    int count = Math.min(here, length - TAG);
                    yield count <= 0 ? NONE : chacha.doFinal(bytes, from, count);
                }
                case CBC -> {
                    int most = length - keys.suite().macLength() - BLOCK;
                    int count = (Math.min(here, most) - BLOCK) / BLOCK * BLOCK;
                    if (count <= 0) {
                        yield NONE;
                    }
                    cbc.init(Cipher.DECRYPT_MODE, keys.key(), new IvParameterSpec(bytes, from, BLOCK));
                    yield cbc.doFinal(bytes, from + BLOCK, count);
                }
            };
        } catch (GeneralSecurityException e) {
            return NONE;
        }
    }

    /**
     * Opens a packet of QUIC.
     *
     * @param number its packet number
     * @param header the header without its protection
     * @param from where its payload begins
     * @return the frames, or null
     */
    public byte @Nullable [] packet(Keys keys, long number, byte[] header, byte[] bytes, int from, int length) {
        return length > MOST ? null : open(keys, nonce(keys, number), header, 0, header.length, bytes, from, length);
    }

    /** Returns the mask of a header, at least 5 bytes, from a sample of its packet (RFC 9001 section 5.4); null without a key. */
    public byte @Nullable [] mask(Keys keys, byte[] bytes, int sample) {
        SecretKeySpec key = keys.header();
        if (key == null) {
            return null;
        }
        try {
            if (keys.suite().mode() != CipherSuite.Mode.CHACHA) {
                ecb.init(Cipher.ENCRYPT_MODE, key);
                return ecb.doFinal(bytes, sample, SAMPLE);
            }
            int counter = bytes[sample] & 0xff
                    | (bytes[sample + 1] & 0xff) << 8
                    | (bytes[sample + 2] & 0xff) << 16
                    | bytes[sample + 3] << 24;
            byte[] nonce = Arrays.copyOfRange(bytes, sample + 4, sample + SAMPLE);
            Cipher chacha = cipher("ChaCha20");
            chacha.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, counter));
            return chacha.doFinal(new byte[BLOCK]);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private byte @Nullable [] open(
            Keys keys, byte[] nonce, byte[] about, int aboutAt, int aboutLength, byte[] bytes, int from, int length) {
        if (length < TAG) {
            return null;
        }
        try {
            boolean chacha = keys.suite().mode() == CipherSuite.Mode.CHACHA;
            Cipher cipher = chacha ? cipher("ChaCha20-Poly1305") : gcm;
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    keys.key(),
                    chacha ? new IvParameterSpec(nonce) : new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            cipher.updateAAD(about, aboutAt, aboutLength);
            return cipher.doFinal(bytes, from, length);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keys of the lengths that their suite states", e);
        }
    }

    private static byte[] nonce(Keys keys, long number) {
        byte[] nonce = keys.nonce().clone();
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE - 1 - i] ^= (byte) (number >>> Byte.SIZE * i);
        }
        return nonce;
    }

    /** What is authenticated along with a record of 1.2: number, type, version, length of the content. */
    private static byte[] about(long sequence, int type, int version, int length) {
        byte[] about = new byte[HEADER];
        for (int i = 0; i < Long.BYTES; i++) {
            about[i] = (byte) (sequence >>> Byte.SIZE * (Long.BYTES - 1 - i));
        }
        about[8] = (byte) type;
        about[9] = (byte) (version >> Byte.SIZE);
        about[10] = (byte) version;
        about[11] = (byte) (length >> Byte.SIZE);
        about[12] = (byte) length;
        return about;
    }

    private byte @Nullable [] block(
            Keys keys, long sequence, int type, int version, byte[] bytes, int from, int length) {
        int macLength = keys.suite().macLength();
        int sealed = keys.macFirst() ? length : length - macLength;
        if (sealed < 2 * BLOCK || sealed % BLOCK != 0) {
            return null;
        }
        if (!keys.macFirst()) {
            byte[] about = about(sequence, type, version, sealed);
            if (!isMac(keys, about, bytes, from, sealed, bytes, from + sealed)) {
                return null;
            }
        }
        byte[] plain = plain(keys, bytes, from, sealed);
        int padding = plain[plain.length - 1] & 0xff;
        int content = plain.length - padding - 1 - (keys.macFirst() ? macLength : 0);
        if (content < 0) {
            return null;
        }
        for (int i = plain.length - padding - 1; i < plain.length; i++) {
            if ((plain[i] & 0xff) != padding) {
                return null;
            }
        }
        if (keys.macFirst()) {
            byte[] about = about(sequence, type, version, content);
            if (!isMac(keys, about, plain, 0, content, plain, content)) {
                return null;
            }
        }
        return Arrays.copyOf(plain, content);
    }

    private byte[] plain(Keys keys, byte[] bytes, int from, int sealed) {
        try {
            cbc.init(Cipher.DECRYPT_MODE, keys.key(), new IvParameterSpec(bytes, from, BLOCK));
            return cbc.doFinal(bytes, from + BLOCK, sealed - BLOCK);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keys of the lengths that their suite states", e);
        }
    }

    private static boolean isMac(Keys keys, byte[] about, byte[] bytes, int from, int length, byte[] tag, int tagAt) {
        SecretKeySpec key = keys.mac();
        if (key == null) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(about);
            mac.update(bytes, from, length);
            byte[] right = mac.doFinal();
            return MessageDigest.isEqual(right, Arrays.copyOfRange(tag, tagAt, tagAt + right.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(key.getAlgorithm() + " is there with every JDK", e);
        }
    }
}
