package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one flow's TLS handshake, whatever carries it, and adds each to the trail once. */
final class TlsHandshake {
    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int CERTIFICATE = 11;

    private final String group;
    private final char transport;
    private @Nullable TlsHello client;
    private @Nullable TlsHello server;
    private boolean named;
    private boolean protocolsTold;
    private boolean certificateTold;
    private int serverSide = -1;

    /**
     * @param group metadata group
     * @param transport letter in JA4: t, d or q
     */
    TlsHandshake(String group, char transport) {
        this.group = group;
        this.transport = transport;
    }

    boolean clientSeen() {
        return client != null;
    }

    boolean clientComplete() {
        return client != null && client.complete;
    }

    boolean serverSeen() {
        return server != null;
    }

    /** Side that sent the ServerHello, -1 if none did. */
    int serverSide() {
        return serverSide;
    }

    void serverSide(int side) {
        serverSide = side;
    }

    /** Whether the server's side is complete. */
    boolean serverComplete() {
        return server != null && server.complete && (certificateTold || TlsVersion.hidesCertificates(server.version));
    }

    /** Records that no certificate will follow, because the server has sent something later. */
    void noCertificate() {
        certificateTold = true;
    }

    /**
     * Reads a ClientHello or ServerHello.
     *
     * @param available number of the {@code length} bytes of its body at {@code offset}
     * @return the hello, or null if the bytes cannot be one
     */
    @Nullable
    TlsHello hello(boolean fromClient, byte[] bytes, int offset, int available, int length, Trail trail) {
        TlsHello known = fromClient ? client : server;
        if (known != null && known.complete) {
            return known;
        }
        TlsHello hello = TlsHello.read(fromClient, new ByteCursor().reset(bytes, offset, available), length);
        if (!hello.plausible) {
            return null;
        }
        if (fromClient) {
            client = hello;
            tellClient(hello, trail);
        } else {
            server = hello;
            tellServer(hello, trail);
        }
        return hello;
    }

    private void tellClient(TlsHello hello, Trail trail) {
        if (hello.serverName != null && !named) {
            named = true;
            trail.metadata(group, "sni", hello.serverName);
        }
        if (!hello.protocols.isEmpty() && !protocolsTold) {
            protocolsTold = true;
            hello.protocols.forEach(protocol -> trail.metadata(group, "alpn", protocol));
        }
        if (hello.complete) {
            if (hello.encryptedHello) {
                trail.metadata(group, "ech", "offered");
            }
            trail.metadata(group, "offered", TlsVersion.name(hello.version));
            trail.metadata(group, "ja3", TlsFingerprint.ja3(hello));
            trail.metadata(group, "ja4", TlsFingerprint.ja4(hello, transport));
        }
    }

    private void tellServer(TlsHello hello, Trail trail) {
        if (!hello.complete) {
            return;
        }
        trail.metadata(group, "version", TlsVersion.name(hello.version));
        trail.metadata(
                group,
                "cipher",
                "0x" + Integer.toHexString(0x10000 | hello.ciphers[0]).substring(1));
        if (!hello.protocols.isEmpty()) {
            trail.metadata(group, "alpn_chosen", hello.protocols.get(0));
        }
        trail.metadata(group, "ja3s", TlsFingerprint.ja3(hello));
    }

    /**
     * Reads the server's Certificate message, up to 1.2 (RFC 5246 section 7.4.2); only the first certificate is read.
     */
    void certificate(byte[] bytes, int offset, int available, Trail trail) {
        ByteCursor body = new ByteCursor().reset(bytes, offset, available);
        body.skip(3);
        int size = body.u24();
        if (certificateTold || body.failed() || size > body.remaining()) {
            return;
        }
        certificateTold = true;
        CertificateNames names = CertificateNames.read(body.sub(new ByteCursor(), size));
        tell(trail, "subject", names.subject());
        tell(trail, "issuer", names.issuer());
        names.alternatives().forEach(name -> trail.metadata(group, "names", name));
    }

    private void tell(Trail trail, String key, @Nullable String value) {
        if (value != null) {
            trail.metadata(group, key, value);
        }
    }

    /** Describes a hello in an evidence sentence. */
    static String describe(String protocol, TlsHello hello) {
        String name = hello.serverName == null ? "" : " for " + hello.serverName;
        String what = protocol + (hello.client ? " ClientHello" : " ServerHello") + name;
        if (!hello.complete) {
            return "partial " + what;
        }
        String version = (hello.client ? ", offering " : ", choosing ") + TlsVersion.name(hello.version);
        return what + version + (hello.encryptedHello ? " and an encrypted hello; the name may be a public one" : "");
    }
}
