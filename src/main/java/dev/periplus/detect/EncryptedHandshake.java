package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import org.jspecify.annotations.Nullable;

/** What a server says in the encrypted part of a handshake of TLS 1.3: the protocol it chose, and its certificate. */
final class EncryptedHandshake {
    private static final int EXTENSIONS = 8;
    private static final int CERTIFICATE = 11;
    private static final int ALPN = 16;
    private static final int HEADER = 4;

    private final HandshakeFragments messages = new HandshakeFragments();
    private int end;
    private int read;
    private @Nullable String protocol;
    private @Nullable CertificateNames names;
    private boolean told;

    /** Adds what follows the bytes so far. */
    void add(byte[] bytes, int from, int count) {
        add(bytes, from, count, end);
        end = Math.min(end + count, HandshakeFragments.LIMIT);
    }

    /** Adds bytes at an offset. */
    void add(byte[] bytes, int from, int count, long offset) {
        messages.put(bytes, from, count, offset);
        messages();
    }

    /** The buffer for those who fill it themselves; {@link #messages} is then called. */
    HandshakeFragments fragments() {
        return messages;
    }

    void messages() {
        byte[] bytes = messages.bytes();
        int here = messages.contiguous();
        while (read + HEADER <= here) {
            int length = (bytes[read + 1] & 0xff) << 16 | TlsRecords.u16(bytes, read + 2);
            if (read + HEADER + length > here) {
                return;
            }
            ByteCursor body = new ByteCursor().reset(bytes, read + HEADER, length);
            if (bytes[read] == EXTENSIONS) {
                extensions(body);
            } else if (bytes[read] == CERTIFICATE && names == null) {
                certificate(body);
            }
            read += HEADER + length;
        }
    }

    /** RFC 8446 section 4.3.1, RFC 7301 section 3.1. */
    private void extensions(ByteCursor body) {
        body.skip(2);
        while (body.remaining() >= HEADER) {
            int type = body.u16();
            int size = body.u16();
            if (type == ALPN) {
                body.skip(2);
                String chosen = body.latin1(body.u8());
                protocol = body.failed() ? null : chosen;
                return;
            }
            body.skip(size);
        }
    }

    /** RFC 8446 section 4.4.2; the first certificate is the server's. */
    private void certificate(ByteCursor body) {
        body.skip(body.u8());
        body.skip(3);
        int size = body.u24();
        if (!body.failed() && size <= body.remaining()) {
            names = CertificateNames.read(body.sub(new ByteCursor(), size));
        }
    }

    /** Adds what was read since the last call. */
    void tell(String group, Trail trail) {
        if (protocol != null) {
            trail.metadata(group, "alpn_chosen", protocol);
            protocol = null;
        }
        CertificateNames known = names;
        if (known != null && !told) {
            told = true;
            tell(group, "subject", known.subject(), trail);
            tell(group, "issuer", known.issuer(), trail);
            known.alternatives().forEach(name -> trail.metadata(group, "names", name));
        }
    }

    private static void tell(String group, String key, @Nullable String value, Trail trail) {
        if (value != null) {
            trail.metadata(group, key, value);
        }
    }
}
