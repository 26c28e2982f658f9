package dev.periplus.detect;

/** Reads an LDAPMessage (RFC 4511 section 4.1.1) up to the fields of its operation. Reusable. */
final class LdapMessage {
    /** How well the bytes parse. */
    enum Fit {
        NOT,
        PARTIAL,
        /** Tags and lengths of envelope and operation are consistent. */
        ENVELOPE,
        /** The fields of the operation are valid too. */
        WHOLE
    }

    static final int BIND_REQUEST = 0x60;
    static final int SEARCH_REQUEST = 0x63;
    static final int EXTENDED_REQUEST = 0x77;

    private static final int CONTROLS = 0xa0;
    private static final int SIMPLE = 0x80;
    private static final int SASL = 0xa3;

    /** Microsoft's bind methods: package discovery, negotiation, response (MS-ADTS section 5.1.1.1.3). */
    private static final int SICILY_FIRST = 0x89;

    private static final int SICILY_LAST = 0x8b;
    private static final int RESULT_CODES = 4096;

    private final Ber ber = new Ber();

    long id;
    int operation;
    int length;

    /** Name of a bind, base of a search, object of an entry, name of an extended request; otherwise empty. */
    String subject = "";

    /** Password of a simple bind; otherwise empty. */
    String password = "";

    /** Reads at {@code from}, with {@code available} bytes; {@code growing} if more may follow. */
    Fit read(byte[] bytes, int from, int available, boolean growing) {
        subject = "";
        password = "";
        ber.reset(bytes, from, available);
        ber.open(Ber.SEQUENCE);
        int end = ber.contentEnd();
        id = ber.integer(Ber.INTEGER);
        operation = ber.peek();
        if (operation >= 0 && !isOperation(operation)) {
            return Fit.NOT;
        }
        int operationLength = ber.openAny();
        int operationEnd = ber.contentEnd();
        if (ber.failed()) {
            return ber.ranOut() && growing && available > 0 ? Fit.PARTIAL : Fit.NOT;
        }
        length = end;
        boolean emptyAsItMust = operation != 0x42 || operationLength == 0;
        if (id < 0 || id > Integer.MAX_VALUE || operationEnd > end || !emptyAsItMust) {
            return Fit.NOT;
        }
        if (available < end && growing) {
            return Fit.PARTIAL;
        }
        boolean fields = fields();
        boolean cut = ber.ranOut();
        if (!fields && !cut || !cut && !controls(bytes, from, available, operationEnd, end)) {
            return Fit.NOT;
        }
        return cut ? Fit.ENVELOPE : Fit.WHOLE;
    }

    /** Whether only clients send this operation. */
    boolean isRequest() {
        return switch (operation) {
            case 0x60, 0x42, 0x63, 0x66, 0x68, 0x4a, 0x6c, 0x6e, 0x50, 0x77 -> true;
            default -> false;
        };
    }

    /** Name of the operation. */
    String operationName() {
        return switch (operation) {
            case 0x60 -> "bind request";
            case 0x61 -> "bind response";
            case 0x42 -> "unbind request";
            case 0x63 -> "search request";
            case 0x64 -> "search result entry";
            case 0x65 -> "search result done";
            case 0x73 -> "search result reference";
            case 0x66, 0x67 -> "modify";
            case 0x68, 0x69 -> "add";
            case 0x4a, 0x6b -> "delete";
            case 0x6c, 0x6d -> "modify name";
            case 0x6e, 0x6f -> "compare";
            case 0x50 -> "abandon request";
            case 0x77 -> "extended request";
            case 0x78 -> "extended response";
            default -> "intermediate response";
        };
    }

    private boolean fields() {
        switch (operation) {
            case BIND_REQUEST -> bind();
            case SEARCH_REQUEST -> {
                return search();
            }
            case 0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78 -> {
                return result();
            }
            case 0x64 -> {
                subject = ber.text(Ber.OCTETS);
                ber.open(Ber.SEQUENCE);
            }
            case 0x66, 0x68, 0x6c, 0x6e -> subject = ber.text(Ber.OCTETS);
            case EXTENDED_REQUEST -> subject = ber.text(SIMPLE);
            default -> {
                return true;
            }
        }
        return !ber.failed();
    }

    private void bind() {
        long version = ber.integer(Ber.INTEGER);
        subject = ber.text(Ber.OCTETS);
        int way = ber.peek();
        boolean known = way == SIMPLE || way == SASL || way >= SICILY_FIRST && way <= SICILY_LAST;
        if (version < 2 || version > 3 || way >= 0 && !known) {
            ber.fail();
        }
        if (way == SIMPLE) {
            password = ber.text(SIMPLE);
        } else {
            ber.openAny();
        }
    }

    private boolean search() {
        subject = ber.text(Ber.OCTETS);
        long scope = ber.integer(Ber.ENUMERATED);
        long dereference = ber.integer(Ber.ENUMERATED);
        ber.integer(Ber.INTEGER);
        ber.integer(Ber.INTEGER);
        ber.open(Ber.BOOLEAN);
        return ber.failed() ? ber.ranOut() : scope <= 3 && dereference <= 3;
    }

    private boolean result() {
        long code = ber.integer(Ber.ENUMERATED);
        ber.text(Ber.OCTETS);
        ber.text(Ber.OCTETS);
        return ber.failed() ? ber.ranOut() : code >= 0 && code <= RESULT_CODES;
    }

    /** Only controls may follow the operation (RFC 4511 section 4.1.11). */
    private boolean controls(byte[] bytes, int from, int available, int operationEnd, int end) {
        if (operationEnd == end || operationEnd >= available) {
            return true;
        }
        ber.reset(bytes, from, available);
        ber.seek(operationEnd);
        ber.open(CONTROLS);
        return !ber.failed() && ber.contentEnd() == end;
    }

    private static boolean isOperation(int tag) {
        return tag >= 0x60 && tag <= 0x69 && tag != 0x62
                || tag >= 0x6b && tag <= 0x6f
                || tag == 0x42
                || tag == 0x4a
                || tag == 0x50
                || tag == 0x73
                || tag >= 0x77 && tag <= 0x79;
    }
}
