package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Said;
import java.util.List;

/**
 * DNS over UDP and TCP (RFC 1035 section 4), and the protocols that share its format: multicast DNS (RFC 6762), LLMNR
 * (RFC 4795) and the NetBIOS name service (RFC 1002 section 4.2). Every message is parsed to its end. Metadata under
 * {@code dns}.
 */
final class DnsDetector implements Detector {
    private static final String NAME = "dns";
    private static final String DNS = "dns";
    private static final String MDNS = "mdns";
    private static final String LLMNR = "llmnr";
    private static final String NETBIOS = "netbios-ns";
    private static final String DNSCRYPT = "dnscrypt";

    private static final long MDNS_4 = 0xffff_e000_00fbL;
    private static final long LLMNR_4 = 0xffff_e000_00fcL;
    private static final long GROUP_6 = 0xff02_0000_0000_0000L;
    private static final long MDNS_6 = 0xfbL;
    private static final long LLMNR_6 = 0x1_0003L;
    private static final String LOCAL = ".local";
    private static final String CERTIFICATE = "2.dnscrypt-cert.";
    private static final int SHOWN_ANSWERS = 4;
    private static final int LLMNR_TTL = 60;

    /** Decibans taken off a question for the root that more bytes follow: it is little but zeros. */
    private static final double NAMELESS = 20;

    private static final double AGREEING_REPLY = 35;
    private static final double SECOND_MESSAGE = 20;

    private final DnsMessage message = new DnsMessage();
    private final ByteCursor reader = new ByteCursor();

    /** State of a flow. */
    private static final class State {
        String label = "";
        int messages;
        int id;
        boolean reply;
        boolean agreed;

        /** A bit for each side of a stream whose first message was read. */
        int streamsRead;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> answers() {
        return List.of("dns");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP || protocol == Packet.TCP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        State state = trail.state() instanceof State known ? known : new State();
        Said said = exchange.said(exchange.speakingSide());
        if (exchange.datagrams()) {
            return hear(exchange, trail, state, said, 0, said.length(), said.wireLength());
        }
        trail.state(state);
        return hearStream(exchange, trail, state, said);
    }

    /** Reads the first message of each side, after its two-byte length (RFC 1035 section 4.2.2). */
    private Next hearStream(Exchange exchange, Trail trail, State state, Said said) {
        int side = exchange.speakingSide();
        if ((state.streamsRead & 1 << side) != 0 || said.length() < 2) {
            return Next.MORE;
        }
        int length = (said.bytes()[0] & 0xff) << 8 | said.bytes()[1] & 0xff;
        if (length < DnsMessage.HEADER) {
            return Next.DONE;
        }
        int here = Math.min(length, said.length() - 2);
        boolean mayGrow = here < length && !said.snapped() && said.length() < Said.STREAM_LIMIT;
        if (mayGrow) {
            boolean hopeless =
                    here >= DnsMessage.HEADER && message.read(said.bytes(), 2, here, length) == DnsMessage.Fit.NOT;
            return hopeless ? Next.DONE : Next.MORE;
        }
        state.streamsRead |= 1 << side;
        return hear(exchange, trail, state, said, 2, here, length);
    }

    private Next hear(Exchange exchange, Trail trail, State state, Said said, int at, int here, int wire) {
        DnsMessage.Fit fit = message.read(said.bytes(), at, here, wire);
        if (fit == DnsMessage.Fit.NOT) {
            return exchange.datagrams() ? another(exchange, state) : Next.DONE;
        }
        trail.state(state);
        if (message.bare()) {
            return refused(trail, state, said, at, here);
        }
        boolean damaged = fit == DnsMessage.Fit.DAMAGED;
        if (damaged && !exchange.datagrams()) {
            return Next.DONE;
        }
        String subject = damaged ? "" : subject(said, at, here);
        String label = label(exchange.flow(), subject);
        double weight = weight(fit, label, at > 0);
        if (weight <= 0) {
            return Next.DONE;
        }
        state.messages++;
        if (state.messages == 1) {
            state.label = label;
            state.id = message.id;
            state.reply = message.isReply();
            trail.found(label, weight, sentence(subject, label, fit), said, at, here);
            correctDirection(exchange, trail, label);
        } else {
            confirm(trail, state, said, at, here);
        }
        describe(trail, subject, label);
        if (label.equals(DNS) && state.messages == 1 && subject.startsWith(CERTIFICATE)) {
            trail.found(DNSCRYPT, 70, "DNS query for a DNSCrypt certificate", said, at, here);
        }
        return state.agreed ? Next.DONE : Next.MORE;
    }

    /** Tolerates as many other datagrams as there were DNS messages, plus one; flows without DNS keep no state. */
    private static Next another(Exchange exchange, State state) {
        return exchange.packets() - state.messages <= state.messages + 1 ? Next.MORE : Next.DONE;
    }

    private Next refused(Trail trail, State state, Said said, int at, int here) {
        if (state.messages > 0 && !state.reply && message.id == state.id) {
            trail.found(
                    state.label,
                    30,
                    displayName(state.label) + " header-only refusal with the query's ID",
                    said,
                    at,
                    here);
        }
        return Next.DONE;
    }

    private void confirm(Trail trail, State state, Said said, int at, int here) {
        if (message.isReply() != state.reply && message.id == state.id) {
            state.agreed = true;
            trail.found(
                    state.label,
                    AGREEING_REPLY,
                    displayName(state.label) + " reply with the query's ID",
                    said,
                    at,
                    here);
        } else if (state.messages == 2) {
            trail.found(state.label, SECOND_MESSAGE, "second " + displayName(state.label) + " message", said, at, here);
        }
    }

    private void correctDirection(Exchange exchange, Trail trail, String label) {
        if (!label.equals(MDNS)) {
            trail.roleOf(exchange.speaker(), !message.isReply());
        }
    }

    /** The queried name, or else the name of the first record; empty if it was truncated. */
    private String subject(Said said, int at, int here) {
        reader.reset(said.bytes(), at, here);
        if (message.questionName < 0 && message.records == 0) {
            return "";
        }
        reader.seek(message.questionName >= 0 ? message.questionName : message.recordsAt);
        return message.halfAscii ? DnsNames.netbios(reader) : DnsNames.read(reader);
    }

    private String label(Flow flow, String subject) {
        if (message.halfAscii && (isNetbiosType() || (message.flags & DnsMessage.BROADCAST) != 0)) {
            return NETBIOS;
        }
        if (isGroup(flow, MDNS_4, MDNS_6)) {
            return MDNS;
        }
        if (isGroup(flow, LLMNR_4, LLMNR_6)) {
            return LLMNR;
        }
        if (isLocal(subject) && (message.topBit || hasMulticastHeader(subject))) {
            return MDNS;
        }
        return isLlmnrReply(subject) ? LLMNR : DNS;
    }

    private boolean isNetbiosType() {
        int type = message.questionType;
        if (message.questionName < 0) {
            reader.seek(message.recordsAt);
            DnsNames.pass(reader);
            type = reader.u16();
        }
        return type == DnsNames.NETBIOS || type == DnsNames.SRV || type == DnsNames.NULL;
    }

    /** Id 0 and no flags but the two of an answer (RFC 6762 section 18), or a service name (RFC 6763 section 4.1). */
    private boolean hasMulticastHeader(String subject) {
        boolean query = message.flags == 0 && message.id == 0;
        boolean reply = message.flags == 0x8400 && (message.id == 0 || subject.contains("._"));
        return query || reply;
    }

    private static boolean isLocal(String name) {
        int start = name.length() - LOCAL.length();
        return name.regionMatches(true, start, LOCAL, 0, LOCAL.length());
    }

    /** A reply for a single-label name, with no DNS flags and a TTL of seconds (RFC 4795 sections 2.1.1 and 2.8). */
    private boolean isLlmnrReply(String subject) {
        if ((message.flags & 0xfff0) != 0x8000
                || message.questions != 1
                || message.records == 0
                || subject.indexOf('.') >= 0) {
            return false;
        }
        reader.seek(message.recordsAt);
        DnsNames.pass(reader);
        reader.skip(4);
        return reader.u32() <= LLMNR_TTL && !reader.failed();
    }

    private static boolean isGroup(Flow flow, long group4, long group6) {
        for (int side = 0; side < 2; side++) {
            boolean four = flow.high(side) == 0 && flow.low(side) == group4;
            if (four || flow.high(side) == GROUP_6 && flow.low(side) == group6) {
                return true;
            }
        }
        return false;
    }

    private double weight(DnsMessage.Fit fit, String label, boolean prefixed) {
        double weight = switch (fit) {
            case EXACT -> prefixed ? 85 : 75;
            case TRAILING -> 45;
            case BROKEN -> 50;
            case DAMAGED -> 45;
            default -> message.questionName >= 0 || message.records > 0 ? 40 : 0;
        };
        if (label.equals(NETBIOS)) {
            return weight + 35;
        }
        if (!label.equals(DNS)) {
            return weight + 10;
        }
        weight -= message.binaryName && fit != DnsMessage.Fit.DAMAGED ? 30 : 0;
        weight -= message.oddHeader ? 25 : 0;
        weight -= !message.isReply() && message.opcode() == 0 && message.answers > 0 ? 25 : 0;
        weight -= message.questions == 0 ? 10 : 0;
        weight -= fit == DnsMessage.Fit.TRAILING && message.nameless() ? NAMELESS : 0;
        return message.questions > 1 ? weight - 15 : weight;
    }

    private String sentence(String subject, String label, DnsMessage.Fit fit) {
        String kind = message.isReply() ? "reply" : "query";
        String extent = switch (fit) {
            case EXACT -> "parses to the last byte";
            case TRAILING -> "parses; more bytes follow";
            case BROKEN -> "parses up to the question; malformed after it";
            case DAMAGED -> "the question is malformed";
            default -> "parses as far as captured";
        };
        String name =
                !subject.isEmpty() ? subject : fit == DnsMessage.Fit.DAMAGED ? "a damaged name" : "a truncated name";
        return displayName(label) + " " + kind + " for " + name + " (" + extent + ")";
    }

    private static String displayName(String label) {
        return switch (label) {
            case MDNS -> "mDNS";
            case LLMNR -> "LLMNR";
            case NETBIOS -> "NetBIOS name";
            default -> "DNS";
        };
    }

    private void describe(Trail trail, String subject, String label) {
        if (!subject.isEmpty() && !message.isReply()) {
            trail.metadata(NAME, "query", subject);
            trail.metadata(NAME, "type", label.equals(NETBIOS) ? netbiosType() : DnsNames.type(message.questionType));
        }
        if (!message.isReply()) {
            return;
        }
        trail.metadata(NAME, "rcode", Integer.toString(message.rcode()));
        if (!subject.isEmpty()) {
            trail.metadata(NAME, "answered", subject);
        }
        reader.seek(message.recordsAt);
        int shown = Math.min(SHOWN_ANSWERS, Math.min(message.answers, message.records));
        for (int i = 0; i < shown && !label.equals(NETBIOS); i++) {
            String value = nextAnswer();
            if (!value.isEmpty()) {
                trail.metadata(NAME, "answers", value);
            }
        }
    }

    private String netbiosType() {
        return message.questionType == DnsNames.NETBIOS ? "NB" : "NBSTAT";
    }

    private String nextAnswer() {
        DnsNames.pass(reader);
        int type = reader.u16();
        reader.skip(6);
        int length = reader.u16();
        int after = reader.position() + length;
        String value = DnsNames.value(reader, type, length);
        reader.seek(after);
        return value;
    }
}
