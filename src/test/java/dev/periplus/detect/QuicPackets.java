package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Builds QUIC packets for tests, protected according to RFC 9001 section 5 by independent code. */
final class QuicPackets {
    static final byte[] DESTINATION = hex("8394c8f03e515708");

    /** The CRYPTO frame of RFC 9001 appendix A.2. */
    static final byte[] CRYPTO_FRAME =
            hex("060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b"
                    + "69484c00000413011302010000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d00"
                    + "17001800"
                    + "100007000504616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa"
                    + "71f50f1c"
                    + "e15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c00024001"
                    + "00390032"
                    + "0408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806048000"
                    + "ffff");

    private QuicPackets() {}

    /** Reads a datagram from the RFCs' appendices. */
    static byte[] resource(String name) {
        try (InputStream in = QuicPackets.class.getResourceAsStream(name)) {
            return hex(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client's Initial packet of version 1. */
    static byte[] initial(byte[] destination, byte[] source, int number, byte[] frames) {
        byte[] salt = hex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
        return initial(1, 0, salt, "quic ", destination, source, number, frames);
    }

    static byte[] initial(
            int version,
            int type,
            byte[] salt,
            String labels,
            byte[] destination,
            byte[] source,
            int number,
            byte[] frames) {
        byte[] header = join(
                new byte[] {(byte) (0xc3 | type << 4)},
                u32(version),
                new byte[] {(byte) destination.length},
                destination,
                new byte[] {(byte) source.length},
                source,
                new byte[] {0},
                TlsMessages.u16(0x4000 | 4 + frames.length + 16),
                u32(number));
        try {
            byte[] secret = expand(mac(salt, destination), "client in", 32);
            byte[] nonce = expand(secret, labels + "iv", 12);
            for (int i = 0; i < 4; i++) {
                nonce[8 + i] ^= (byte) (number >> 24 - 8 * i);
            }
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(expand(secret, labels + "key", 16), "AES");
            gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            gcm.updateAAD(header);
            byte[] sealed = gcm.doFinal(frames);
            Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
            ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, labels + "hp", 16), "AES"));
            byte[] mask = ecb.doFinal(sealed, 0, 16);
            header[0] ^= (byte) (mask[0] & 0x0f);
            for (int i = 0; i < 4; i++) {
                header[header.length - 4 + i] ^= mask[1 + i];
            }
            return join(header, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secret of Initial packets of a side, {@code "client in"} or {@code "server in"}, with {@link #DESTINATION}. */
    static byte[] initialSecret(byte[] salt, String side) {
        try {
            return expand(mac(salt, DESTINATION), side, 32);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A CRYPTO frame with bytes {@code from} to {@code to} of a message. */
    static byte[] crypto(byte[] message, int from, int to) {
        return join(
                hex("06"),
                TlsMessages.u16(0x4000 | from),
                TlsMessages.u16(0x4000 | to - from),
                Arrays.copyOfRange(message, from, to));
    }

    static byte[] padded(byte[] frames, int length) {
        return Arrays.copyOf(frames, length);
    }

    static byte[] u32(int value) {
        return join(TlsMessages.u16(value >>> 16), TlsMessages.u16(value));
    }

    private static byte[] expand(byte[] secret, String label, int length) throws GeneralSecurityException {
        byte[] name = ascii("tls13 " + label);
        byte[] info = join(TlsMessages.u16(length), new byte[] {(byte) name.length}, name, new byte[] {0, 1});
        return Arrays.copyOf(mac(secret, info), length);
    }

    private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }
}
