package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;

/**
 * SNMP versions 1 and 2c (RFC 1157 section 4.1, RFC 1901, RFC 3416 section 3) and 3 (RFC 3412 section 6), over UDP and
 * TCP. Metadata under {@code snmp}.
 */
final class SnmpDetector implements Detector {
    private static final String SNMP = "snmp";
    private static final double WHOLE = 90;
    private static final double CUT = 50;
    private static final double OTHER_SIDE = 25;

    private static final int TRAP_1 = 0xa4;
    private static final int IP_ADDRESS = 0x40;
    private static final int MAX_COMMUNITY = 255;
    private static final int USER_MODEL = 3;
    private static final int RESPONSE = 0xa2;
    private static final int REPORT = 0xa8;
    private static final String[] PDUS = {
        "get", "get-next", "response", "set", "trap", "get-bulk", "inform", "trap2", "report"
    };

    private final Ber ber = new Ber();
    private final Secrets secrets;
    private long version;
    private String community = "";
    private int pdu;
    private int messageLength;

    SnmpDetector(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Sides that have sent a message. */
    private static final class State {
        final boolean[] sides = new boolean[2];
    }

    @Override
    public String name() {
        return SNMP;
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP || protocol == Packet.TCP;
    }

    @Override
    public boolean opensWith(int first) {
        return first == Ber.SEQUENCE;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        int side = exchange.speakingSide();
        Said said = exchange.said(exchange.speakingSide());
        boolean growing = !exchange.datagrams() && !said.snapped() && said.length() < Said.STREAM_LIMIT;
        boolean fits = read(said.bytes(), said.length());
        if (ber.ranOut() && growing) {
            return Next.MORE;
        }
        int wire = exchange.datagrams() ? said.wireLength() : Integer.MAX_VALUE;
        boolean cut = ber.ranOut() && messageLength <= wire && messageLength > said.length() && pdu != 0;
        if (!fits && !cut || fits && messageLength > wire) {
            return Next.DONE;
        }
        if (!state.sides[side]) {
            state.sides[side] = true;
            tell(trail, state.sides[1 - side], cut, said, exchange.speaker());
        }
        return state.sides[0] && state.sides[1] ? Next.DONE : Next.MORE;
    }

    private void tell(Trail trail, boolean second, boolean cut, Said said, Role role) {
        String what = "SNMPv" + versionName() + " " + (pdu >= 0xa0 ? PDUS[pdu - 0xa0] : "message");
        double weight = second ? OTHER_SIDE : cut ? CUT : WHOLE;
        trail.found(SNMP, weight, what + " (lengths fit)", said, 0, Math.min(messageLength, said.length()));
        trail.metadata(SNMP, "version", versionName());
        if (version != USER_MODEL) {
            trail.metadata(SNMP, "community", secrets.of(community));
            secrets.tell(trail, "SNMPv" + versionName() + " community", "", community);
        }
        if (pdu >= 0xa0) {
            trail.metadata(SNMP, "pdu", PDUS[pdu - 0xa0]);
        }
        if (pdu >= 0xa0) {
            trail.roleOf(role, pdu != RESPONSE && pdu != REPORT);
        }
    }

    private String versionName() {
        return version == 0 ? "1" : version == 1 ? "2c" : "3";
    }

    private boolean read(byte[] bytes, int length) {
        pdu = 0;
        ber.reset(bytes, 0, length);
        ber.open(Ber.SEQUENCE);
        messageLength = ber.contentEnd();
        version = ber.integer(Ber.INTEGER);
        if (version == USER_MODEL) {
            return readVersion3();
        }
        int at = ber.peek();
        if (version != 0 && version != 1 || at >= 0 && at != Ber.OCTETS) {
            return false;
        }
        community = ber.text(Ber.OCTETS);
        if (community.length() > MAX_COMMUNITY) {
            return false;
        }
        int tag = ber.peek();
        if (tag < 0) {
            ber.openAny();
            return false;
        }
        boolean known = version == 0 ? tag >= 0xa0 && tag <= 0xa4 : tag >= 0xa0 && tag <= 0xa8 && tag != TRAP_1;
        if (!known) {
            return false;
        }
        ber.open(tag);
        if (ber.failed() || ber.contentEnd() != messageLength) {
            return false;
        }
        pdu = tag;
        return tag == TRAP_1 ? readTrap() : readPdu();
    }

    /** Reads request ID, two integers, and bindings that end with the message. */
    private boolean readPdu() {
        ber.integer(Ber.INTEGER);
        ber.integer(Ber.INTEGER);
        ber.integer(Ber.INTEGER);
        return readBindings();
    }

    private boolean readTrap() {
        ber.text(Ber.OID);
        ber.open(IP_ADDRESS);
        boolean address = ber.contentEnd() - ber.position() == 4;
        ber.seek(ber.contentEnd());
        ber.integer(Ber.INTEGER);
        ber.integer(Ber.INTEGER);
        ber.skip();
        return readBindings() && address;
    }

    private boolean readBindings() {
        ber.open(Ber.SEQUENCE);
        boolean fits = ber.contentEnd() == messageLength;
        ber.seek(messageLength);
        return !ber.failed() && fits;
    }

    private boolean readVersion3() {
        ber.open(Ber.SEQUENCE);
        int headerEnd = ber.contentEnd();
        ber.integer(Ber.INTEGER);
        long maxSize = ber.integer(Ber.INTEGER);
        ber.open(Ber.OCTETS);
        boolean flags = ber.contentEnd() - ber.position() == 1;
        ber.seek(ber.contentEnd());
        ber.integer(Ber.INTEGER);
        if (ber.failed() || ber.position() != headerEnd || maxSize < 484 || !flags) {
            return false;
        }
        ber.text(Ber.OCTETS);
        int data = ber.peek();
        ber.openAny();
        if (ber.failed() || data != Ber.SEQUENCE && data != Ber.OCTETS || ber.contentEnd() != messageLength) {
            return false;
        }
        pdu = data;
        ber.seek(messageLength);
        return !ber.failed();
    }
}
