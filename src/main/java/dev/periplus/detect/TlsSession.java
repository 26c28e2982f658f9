package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.decrypt.CipherSuite;
import dev.periplus.decrypt.KeySchedule;
import dev.periplus.decrypt.Keys;
import dev.periplus.decrypt.Secret;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.flow.Said;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What the hellos of a handshake tell of its keys, and its secrets. */
final class TlsSession {
    static final int TLS_1_3 = 0x0304;
    private static final int TLS_1_2 = 0x0303;
    private static final int DTLS_1_2 = 0xfefd;

    private static final int RANDOM_AT = 2;
    private static final int ENCRYPT_THEN_MAC = 22;
    private static final int EARLY_DATA = 42;

    /** The random value of a ServerHello that asks for another ClientHello (RFC 8446 section 4.1.3). */
    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final SecretStore store;

    /** The server's random value, then the client's, as the key expansion of 1.2 takes them. */
    private final byte[] randoms = new byte[2 * SecretStore.RANDOM];

    private boolean client;
    private boolean server;
    private int version;
    private @Nullable CipherSuite suite;
    private boolean encryptThenMac;
    private boolean earlyData;

    // Where the latest bytes come from: which secrets apply depends on it.
    private int capture;
    private long packet;

    TlsSession(SecretStore store) {
        this.store = store;
    }

    /** The packet that carries this byte is the latest. */
    void at(Said said, int offset) {
        capture = said.captureOf(offset);
        packet = Math.max(packet, said.packetOf(offset));
    }

    /** Reads a ClientHello of which {@code available} of {@code length} bytes are there. */
    void clientHello(byte[] bytes, int at, int available, int length) {
        TlsHello hello = TlsHello.read(true, new ByteCursor().reset(bytes, at, available), length);
        if (!server && hello.plausible && available >= RANDOM_AT + SecretStore.RANDOM) {
            System.arraycopy(bytes, at + RANDOM_AT, randoms, SecretStore.RANDOM, SecretStore.RANDOM);
            client = true;
            earlyData = has(hello.extensions, EARLY_DATA);
        }
    }

    /** Reads a complete ServerHello. */
    void serverHello(byte[] bytes, int at, int length) {
        TlsHello hello = TlsHello.read(false, new ByteCursor().reset(bytes, at, length), length);
        int from = at + RANDOM_AT;
        if (server || !hello.complete || Arrays.equals(bytes, from, from + RETRY.length, RETRY, 0, RETRY.length)) {
            return;
        }
        System.arraycopy(bytes, from, randoms, 0, SecretStore.RANDOM);
        server = true;
        version = hello.version;
        suite = CipherSuite.of(hello.ciphers[0]);
        encryptThenMac = has(hello.extensions, ENCRYPT_THEN_MAC);
    }

    private static boolean has(int[] extensions, int type) {
        for (int extension : extensions) {
            if (extension == type) {
                return true;
            }
        }
        return false;
    }

    boolean clientSeen() {
        return client;
    }

    boolean serverSeen() {
        return server;
    }

    boolean is13() {
        return version == TLS_1_3;
    }

    int version() {
        return version;
    }

    /** Whether the client may send data before the server has answered. */
    boolean hasEarlyData() {
        return earlyData;
    }

    /** The suite of a version that can be opened, else null. */
    @Nullable
    CipherSuite suite() {
        boolean possible = version == TLS_1_3 || version == TLS_1_2 || version == DTLS_1_2;
        CipherSuite chosen = suite;
        return possible && chosen != null && (!is13() || chosen.mode() != CipherSuite.Mode.CBC) ? chosen : null;
    }

    /** Returns a secret of this handshake that applies to the latest packet, or null. */
    @Nullable
    Secret secret(Secret.Kind kind) {
        return client ? store.find(randoms, SecretStore.RANDOM, kind, capture, packet) : null;
    }

    /** Whether any of these secrets is there. */
    boolean hasAny(Secret.Kind... kinds) {
        for (Secret.Kind kind : kinds) {
            if (secret(kind) != null) {
                return true;
            }
        }
        return false;
    }

    /** The secrets open what this byte's packet carries. */
    void used(Said said, int offset) {
        store.used(randoms, SecretStore.RANDOM, Packet.place(said.captureOf(offset), said.packetOf(offset)));
    }

    /** Whether a secret that is missing may still come. */
    boolean isLearning() {
        return store.isLearning(capture, packet);
    }

    /** Returns the keys of a side of 1.2, or null if their secret is missing. */
    @Nullable
    Keys master(boolean ofClient) {
        Secret secret = secret(Secret.Kind.CLIENT_RANDOM);
        CipherSuite chosen = suite();
        return secret == null || chosen == null
                ? null
                : KeySchedule.master(chosen, secret, randoms, ofClient, encryptThenMac);
    }

    /**
     * Returns keys of 1.3, or null if their secret is missing.
     *
     * @param prefix as for {@link KeySchedule#quic}
     */
    @Nullable
    Keys traffic(Secret.Kind kind, String prefix) {
        Secret secret = secret(kind);
        CipherSuite chosen = suite();
        boolean fits = chosen != null && secret != null && secret.bytes().length == chosen.secretLength();
        return chosen != null && secret != null && fits ? KeySchedule.quic(chosen, secret, prefix) : null;
    }
}
