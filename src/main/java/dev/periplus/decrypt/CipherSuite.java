package dev.periplus.decrypt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cipher suite that the JDK's ciphers can open; {@code cipher-suites.tsv} lists them.
 *
 * @param mode how records are protected
 * @param keyLength bytes of the key
 * @param mac hash of the MAC of CBC suites: SHA-1, SHA-256 or SHA-384; empty for others
 * @param hash of the key schedule: SHA-256 or SHA-384
 */
public record CipherSuite(Mode mode, int keyLength, String mac, String hash) {
    /** How records are protected. */
    public enum Mode {
        /** AES-GCM (RFC 5288). */
        GCM,
        /** ChaCha20-Poly1305 (RFC 7905). */
        CHACHA,
        /** AES-CBC with a MAC (RFC 5246 section 6.2.3.2). */
        CBC
    }

    private static final int HEX = 16;
    private static final int HASH_256 = 32;
    private static final int HASH_384 = 48;
    private static final Map<Integer, CipherSuite> ALL = read();

    /** RFC 8446 section B.4: those of 1.3 that every program knows. */
    private static final List<CipherSuite> SHORT =
            List.of(new CipherSuite(Mode.GCM, 16, "", "SHA-256"), new CipherSuite(Mode.CHACHA, 32, "", "SHA-256"));

    private static final List<CipherSuite> LONG = List.of(new CipherSuite(Mode.GCM, 32, "", "SHA-384"));

    /** Returns the suite with this number, or null if it cannot be opened. */
    public static @Nullable CipherSuite of(int number) {
        return ALL.get(number);
    }

    /** The suites of TLS 1.3 whose traffic secrets have this length. */
    public static List<CipherSuite> ofSecret(int length) {
        return length == HASH_384 ? LONG : SHORT;
    }

    /** Bytes of its traffic secrets, as many as of its hash. */
    public int secretLength() {
        return hash.endsWith("384") ? HASH_384 : HASH_256;
    }

    /** Bytes of the MAC of a CBC suite. */
    int macLength() {
        return switch (mac) {
            case "SHA-1" -> 20;
            case "SHA-256" -> HASH_256;
            case "SHA-384" -> HASH_384;
            default -> 0;
        };
    }

    private static Map<Integer, CipherSuite> read() {
        Map<Integer, CipherSuite> all = new HashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                CipherSuite.class.getResourceAsStream("cipher-suites.tsv"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split("\t", -1);
                    all.put(
                            Integer.parseInt(fields[0], HEX),
                            new CipherSuite(
                                    Mode.valueOf(fields[1]), Integer.parseInt(fields[2]), fields[3], fields[4]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(all);
    }
}
