package dev.periplus.detect;

import dev.periplus.classify.Trail;

/** Reads the names and codes of a Kerberos version 5 message (RFC 4120 section 5). Reusable. */
final class KerberosMessage {
    /** How well the bytes parse. */
    enum Fit {
        NOT,
        PARTIAL,
        FITS
    }

    static final int ERROR = 30;

    private static final int VERSION = 5;
    static final int APPLICATION = 0x60;
    private static final int CONTEXT = 0xa0;
    private static final int GENERAL_STRING = 0x1b;
    private static final int MAX_FIELDS = 16;

    private final Ber ber = new Ber();
    private byte[] bytes = new byte[0];
    private int at;
    private int available;
    private int type;
    private int length;

    /** Reads the version and type at {@code from}, with {@code count} bytes available. */
    Fit read(byte[] in, int from, int count) {
        bytes = in;
        at = from;
        available = count;
        ber.reset(in, from, count);
        int tag = ber.peek();
        type = tag - APPLICATION;
        if (tag >= 0 && !isType(type)) {
            return Fit.NOT;
        }
        ber.open(tag);
        length = ber.contentEnd();
        ber.open(Ber.SEQUENCE);
        boolean sequenceFits = ber.contentEnd() == length;
        int first = type == 10 || type == 12 ? 1 : 0;
        ber.open(CONTEXT + first);
        long version = ber.integer(Ber.INTEGER);
        ber.open(CONTEXT + first + 1);
        long said = ber.integer(Ber.INTEGER);
        if (ber.failed()) {
            return ber.ranOut() ? Fit.PARTIAL : Fit.NOT;
        }
        return sequenceFits && version == VERSION && said == type ? Fit.FITS : Fit.NOT;
    }

    /** Length of the whole message according to its header. */
    int length() {
        return length;
    }

    boolean isRequest() {
        return type == 10 || type == 12 || type == 14;
    }

    String typeName() {
        return switch (type) {
            case 10 -> "AS-REQ";
            case 11 -> "AS-REP";
            case 12 -> "TGS-REQ";
            case 13 -> "TGS-REP";
            case 14 -> "AP-REQ";
            case 15 -> "AP-REP";
            case 20 -> "KRB-SAFE";
            case 21 -> "KRB-PRIV";
            case 22 -> "KRB-CRED";
            default -> "KRB-ERROR";
        };
    }

    /** Records realm, names and error code, as far as they are available. */
    void describe(Trail trail, String group) {
        trail.metadata(group, "type", typeName());
        ber.reset(bytes, at, available);
        ber.open(APPLICATION + type);
        ber.open(Ber.SEQUENCE);
        int end = ber.contentEnd();
        switch (type) {
            case 10, 12 -> requestFields(trail, group, end);
            case 11, 13 -> fields(trail, group, end, 4, 3, -1, -1);
            case ERROR -> fields(trail, group, end, 8, 9, 10, 6);
            default -> {}
        }
    }

    private void requestFields(Trail trail, String group, int end) {
        for (int i = 0; i < MAX_FIELDS && !ber.failed() && ber.position() < end; i++) {
            if (ber.peek() == CONTEXT + 4) {
                ber.openAny();
                ber.open(Ber.SEQUENCE);
                fields(trail, group, ber.contentEnd(), 1, 2, 3, -1);
                return;
            }
            ber.skip();
        }
    }

    /** Records the fields with these numbers; a negative number matches none. */
    private void fields(Trail trail, String group, int end, int client, int realm, int service, int error) {
        for (int i = 0; i < MAX_FIELDS && !ber.failed() && ber.position() < end; i++) {
            int number = ber.peek() - CONTEXT;
            ber.openAny();
            int fieldEnd = ber.contentEnd();
            if (ber.failed()) {
                return;
            }
            if (number == realm) {
                tell(trail, group, "realm", ber.text(GENERAL_STRING));
            } else if (number == client) {
                tell(trail, group, "client", principal());
            } else if (number == service) {
                tell(trail, group, "service", principal());
            } else if (number == error) {
                tell(trail, group, "error", Long.toString(ber.integer(Ber.INTEGER)));
            }
            if (!ber.failed()) {
                ber.seek(fieldEnd);
            }
        }
    }

    private void tell(Trail trail, String group, String key, String value) {
        if (!ber.failed()) {
            trail.metadata(group, key, value);
        }
    }

    /** PrincipalName (section 5.2.2): a type, then strings, joined here by slashes. */
    private String principal() {
        ber.open(Ber.SEQUENCE);
        ber.skip();
        ber.open(CONTEXT + 1);
        ber.open(Ber.SEQUENCE);
        int end = ber.contentEnd();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < MAX_FIELDS && !ber.failed() && ber.position() < end; i++) {
            name.append(i == 0 ? "" : "/").append(ber.text(GENERAL_STRING));
        }
        return name.toString();
    }

    private static boolean isType(int type) {
        return type >= 10 && type <= 15 || type >= 20 && type <= 22 || type == ERROR;
    }
}
