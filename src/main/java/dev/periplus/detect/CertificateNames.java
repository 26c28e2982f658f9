package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names in an X.509 certificate (RFC 5280 section 4.1), read with a bounded walk over its DER. Malformed parts are
 * left out.
 *
 * @param subject common name of the subject, or its organization if it has none
 * @param issuer common name or organization of the issuer
 * @param alternatives DNS names of the subject alternative name extension, at most 16
 */
record CertificateNames(@Nullable String subject, @Nullable String issuer, List<String> alternatives) {
    private static final int SEQUENCE = 0x30;
    private static final int OID = 0x06;
    private static final int OCTET_STRING = 0x04;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int COMMON_NAME = 0x550403;
    private static final int ORGANIZATION = 0x55040a;
    private static final int ALTERNATIVE_NAME = 0x551d11;
    private static final int MAX_NAMES = 16;

    /** Reads a certificate. */
    static CertificateNames read(ByteCursor certificate) {
        ByteCursor fields = new ByteCursor();
        ByteCursor outer = new ByteCursor();
        element(certificate, outer, SEQUENCE);
        element(outer, fields, SEQUENCE);
        ByteCursor field = new ByteCursor();
        if (fields.peek(0) == VERSION) {
            element(fields, field, VERSION);
        }
        any(fields, field); // serial number
        any(fields, field); // signature algorithm
        String issuer = any(fields, field) == SEQUENCE ? name(field) : null;
        any(fields, field); // validity
        String subject = any(fields, field) == SEQUENCE ? name(field) : null;
        List<String> alternatives = new ArrayList<>();
        while (fields.remaining() > 0) {
            if (any(fields, field) == EXTENSIONS) {
                extensions(field, alternatives);
            }
        }
        return new CertificateNames(subject, issuer, alternatives);
    }

    private static @Nullable String name(ByteCursor name) {
        ByteCursor set = new ByteCursor();
        ByteCursor attribute = new ByteCursor();
        String best = null;
        boolean common = false;
        while (name.remaining() > 0) {
            any(name, set);
            element(set, attribute, SEQUENCE);
            int type = oid(attribute);
            if (type == COMMON_NAME || type == ORGANIZATION && !common) {
                String text = text(attribute);
                best = text == null ? best : text;
                common = type == COMMON_NAME;
            }
        }
        return best;
    }

    private static void extensions(ByteCursor wrapped, List<String> names) {
        ByteCursor list = new ByteCursor();
        ByteCursor extension = new ByteCursor();
        ByteCursor value = new ByteCursor();
        element(wrapped, list, SEQUENCE);
        while (list.remaining() > 0) {
            element(list, extension, SEQUENCE);
            if (oid(extension) == ALTERNATIVE_NAME) {
                int tag = any(extension, value);
                if (tag == 0x01) { // critical
                    tag = any(extension, value);
                }
                if (tag == OCTET_STRING) {
                    alternatives(value, names);
                }
            }
        }
    }

    private static void alternatives(ByteCursor value, List<String> names) {
        ByteCursor list = new ByteCursor();
        ByteCursor name = new ByteCursor();
        element(value, list, SEQUENCE);
        while (list.remaining() > 0 && names.size() < MAX_NAMES) {
            if (any(list, name) == DNS_NAME && name.remaining() > 0) {
                names.add(name.latin1(name.remaining()));
            }
        }
    }

    /** Returns the three bytes of a three-byte object identifier, the only size needed here; 0 for other sizes. */
    private static int oid(ByteCursor from) {
        ByteCursor value = new ByteCursor();
        element(from, value, OID);
        return value.remaining() == 3 ? value.u24() : 0;
    }

    private static @Nullable String text(ByteCursor from) {
        ByteCursor value = new ByteCursor();
        Charset charset = switch (any(from, value)) {
            case 0x0c -> StandardCharsets.UTF_8;
            case 0x1e -> StandardCharsets.UTF_16BE;
            case 0x13, 0x14, 0x16 -> StandardCharsets.ISO_8859_1;
            default -> null;
        };
        return charset == null || value.remaining() == 0 ? null : new String(value.take(value.remaining()), charset);
    }

    /** Reads an element into {@code value}; both fail if its tag differs. */
    private static void element(ByteCursor from, ByteCursor value, int tag) {
        if (any(from, value) != tag) {
            from.fail();
            value.fail();
        }
    }

    /** Reads the next element into {@code value} and returns its tag, -1 if there is none. */
    private static int any(ByteCursor from, ByteCursor value) {
        int tag = from.u8();
        int length = from.u8();
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = bytes == 1 ? from.u8() : bytes == 2 ? from.u16() : bytes == 3 ? from.u24() : -1;
        } else if (length == 0x80) {
            length = -1;
        }
        from.sub(value, length);
        return from.failed() ? -1 : tag;
    }
}
