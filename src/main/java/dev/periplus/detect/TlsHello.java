package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ClientHello or ServerHello (RFC 5246 section 7.4.1, RFC 8446 section 4.1, RFC 6347 section 4.2.1), as far as it is
 * available. {@link #plausible} is false once a length or value is invalid; fields that were not reached are empty.
 */
final class TlsHello {
    static final int CLIENT = 1;
    static final int SERVER = 2;

    private static final int SERVER_NAME = 0;
    private static final int GROUPS = 10;
    private static final int POINT_FORMATS = 11;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int ALPN = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int ENCRYPTED_HELLO = 0xfe0d;
    private static final int OUTER = 0;
    private static final int MAX_NAMES = 16;
    private static final int[] NONE = {};

    final boolean client;
    final int length;
    int legacyVersion;

    /** The highest version that a client offers, or the version that a server chose. */
    int version;

    @Nullable
    String serverName;

    /** Whether it carries an encrypted hello (RFC 9849 section 5), or random bytes in place of one (section 6.2). */
    boolean encryptedHello;

    List<String> protocols = List.of();
    int[] ciphers = NONE;
    int[] extensions = NONE;
    int[] groups = NONE;
    int[] pointFormats = NONE;
    int[] signatureAlgorithms = NONE;
    boolean plausible;

    /** Whether all of the message was available and its parts fill it exactly. */
    boolean complete;

    private TlsHello(boolean client, int length) {
        this.client = client;
        this.length = length;
    }

    /**
     * Reads the body of a hello.
     *
     * @param body its available bytes, at most {@code length}
     * @param length of the body according to the handshake header
     */
    static TlsHello read(boolean client, ByteCursor body, int length) {
        TlsHello hello = new TlsHello(client, length);
        hello.plausible = length >= 38 && hello.readFixed(body);
        return hello;
    }

    private boolean readFixed(ByteCursor body) {
        legacyVersion = body.u16();
        version = legacyVersion;
        boolean datagram = legacyVersion >> 8 == 0xfe || legacyVersion == 0x0100;
        if (body.failed() || !(datagram || TlsVersion.isLegacy(legacyVersion))) {
            return false;
        }
        body.skip(32);
        int sessionId = body.u8();
        if (sessionId > 32) {
            return false;
        }
        body.skip(sessionId);
        if (client && datagram) {
            body.skip(body.u8());
        }
        boolean fits = client ? readSuites(body) : readChoice(body);
        if (body.failed() || !fits) {
            return fits;
        }
        return body.position() == length ? finish() : readExtensions(body);
    }

    private boolean readSuites(ByteCursor body) {
        int bytes = body.u16();
        if (body.failed()) {
            return true;
        }
        if (bytes == 0 || bytes % 2 != 0 || body.position() + bytes + 2 > length) {
            return false;
        }
        ciphers = numbers(body, bytes, 2);
        int compressions = body.u8();
        if (!body.failed() && (compressions == 0 || body.position() + compressions > length)) {
            return false;
        }
        body.skip(compressions);
        return true;
    }

    private boolean readChoice(ByteCursor body) {
        int suite = body.u16();
        body.skip(1);
        if (!body.failed()) {
            ciphers = new int[] {suite};
        }
        return true;
    }

    private boolean finish() {
        complete = true;
        return true;
    }

    private boolean readExtensions(ByteCursor body) {
        int bytes = body.u16();
        if (body.failed()) {
            return true;
        }
        if (body.position() + bytes != length) {
            return false;
        }
        ByteCursor value = new ByteCursor();
        int[] types = new int[bytes / 4];
        int count = 0;
        while (body.remaining() >= 4) {
            int type = body.u16();
            int size = body.u16();
            if (body.position() + size > length) {
                return false;
            }
            types[count++] = type;
            if (size > body.remaining()) {
                break;
            }
            readExtension(type, body.sub(value, size), size);
        }
        extensions = Arrays.copyOf(types, count);
        complete = body.position() == length;
        return true;
    }

    private void readExtension(int type, ByteCursor value, int size) {
        switch (type) {
            case SERVER_NAME -> readServerName(value);
            case ALPN -> readProtocols(value);
            case SUPPORTED_VERSIONS -> readVersions(value, size);
            case GROUPS -> groups = numbers(value, value.u16(), 2);
            case POINT_FORMATS -> pointFormats = numbers(value, value.u8(), 1);
            case SIGNATURE_ALGORITHMS -> signatureAlgorithms = numbers(value, value.u16(), 2);
            case ENCRYPTED_HELLO -> encryptedHello = client && value.u8() == OUTER;
            default -> {}
        }
    }

    /** RFC 6066 section 3; a server acknowledges with an empty one. */
    private void readServerName(ByteCursor value) {
        value.skip(2);
        int type = value.u8();
        int bytes = value.u16();
        if (!value.failed() && type == 0 && bytes > 0 && bytes <= value.remaining()) {
            serverName = new String(value.take(bytes), StandardCharsets.UTF_8);
        }
    }

    /** RFC 7301 section 3.1. */
    private void readProtocols(ByteCursor value) {
        value.skip(2);
        List<String> names = new ArrayList<>();
        while (value.remaining() > 0 && names.size() < MAX_NAMES) {
            String name = value.latin1(value.u8());
            if (!value.failed()) {
                names.add(name);
            }
        }
        protocols = names;
    }

    private void readVersions(ByteCursor value, int size) {
        if (!client) {
            version = size == 2 ? value.u16() : version;
            return;
        }
        int best = 0;
        for (int offered : numbers(value, value.u8(), 2)) {
            if (TlsVersion.rank(offered) > TlsVersion.rank(best)) {
                best = offered;
            }
        }
        version = best == 0 ? version : best;
    }

    private static int[] numbers(ByteCursor from, int bytes, int width) {
        if (bytes > from.remaining()) {
            from.fail();
            return NONE;
        }
        int[] numbers = new int[bytes / width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = width == 2 ? from.u16() : from.u8();
        }
        return numbers;
    }
}
