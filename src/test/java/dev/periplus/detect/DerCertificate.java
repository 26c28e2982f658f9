package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;

/** Builds unsigned certificates; only their names matter. */
final class DerCertificate {
    private DerCertificate() {}

    static byte[] of(byte[] issuer, byte[] subject, String... dnsNames) {
        byte[] names = {};
        for (String name : dnsNames) {
            names = join(names, der(0x82, ascii(name)));
        }
        byte[] alternative = der(0x30, join(hex("0603551d11 0101ff"), der(0x04, der(0x30, names))));
        byte[] constraints = der(0x30, hex("0603551d13 0402 3000"));
        byte[] fields = join(
                hex("a003020102 020101"),
                der(0x30, hex("06092a864886f70d01010b 0500")),
                issuer,
                der(0x30, new byte[0]),
                subject,
                der(0x30, new byte[300]),
                der(0xa3, der(0x30, join(constraints, alternative))));
        return der(0x30, join(der(0x30, fields), der(0x30, hex("0500")), der(0x03, new byte[65])));
    }

    /** A name with one attribute: common name 550403, organization 55040a. */
    static byte[] name(String oid, int tag, byte[] value) {
        return der(0x30, attribute(oid, tag, value));
    }

    static byte[] attribute(String oid, int tag, byte[] value) {
        return der(0x31, der(0x30, join(der(0x06, hex(oid)), der(tag, value))));
    }

    static byte[] der(int tag, byte[] value) {
        int length = value.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return join(head, value);
    }
}
