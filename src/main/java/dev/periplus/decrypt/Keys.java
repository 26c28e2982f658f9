package dev.periplus.decrypt;

import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keys that protect what one side sends.
 *
 * @param nonce part of the nonce that stays: 4 bytes for AES-GCM in 1.2, else 12; empty for CBC
 * @param mac key of the MAC of CBC, null for others
 * @param macFirst whether the MAC is of the plaintext (RFC 5246) rather than of the ciphertext (RFC 7366)
 * @param header key of QUIC's header protection, null for others
 * @param secret what they were derived from
 */
public record Keys(
        CipherSuite suite,
        SecretKeySpec key,
        byte[] nonce,
        @Nullable SecretKeySpec mac,
        boolean macFirst,
        @Nullable SecretKeySpec header,
        Secret secret) {}
