package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import org.jspecify.annotations.Nullable;

/** What is known of the TLS handshake of one flow, whatever carries it; puts every fact on the trail once. */
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
     * @param group for metadata
     * @param transport as JA4 writes it: t, d or q
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

    /** The side of the flow that sent the ServerHello, -1 where none did. */
    int serverSide() {
        return serverSide;
    }

    void serverSide(int side) {
        serverSide = side;
    }

    /** True where the server's side has nothing more to tell. */
    boolean serverComplete() {
        return server != null && server.complete && (certificateTold || TlsVersion.hidesCertificates(server.version));
    }

    /** The server's certificates will not come: it has gone on to something else. */
    void noCertificate() {
        certificateTold = true;
    }

    /**
     * Takes a ClientHello or ServerHello.
     *
     * @param available how many of the {@code length} bytes of its body are at {@code offset}
     * @return what was read, or null where it cannot be a hello
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
     * Takes a Certificate message of the server, up to 1.2 (RFC 5246 section 7.4.2); only the first certificate is
     * read.
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

    /** A hello in words. */
    static String describe(String protocol, TlsHello hello) {
        String what = protocol + (hello.client ? " ClientHello" : " ServerHello");
        if (!hello.complete) {
            return "first part of a " + what + (hello.serverName == null ? "" : " for " + hello.serverName);
        }
        String version = TlsVersion.name(hello.version);
        return what + ", " + version + (hello.client ? " offered" : " chosen")
                + (hello.serverName == null ? "" : ", for " + hello.serverName);
    }
}
