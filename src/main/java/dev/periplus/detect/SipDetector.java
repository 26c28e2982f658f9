package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.detect.HeadStartLine.Kind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * SIP over datagrams and streams (RFC 3261 section 7): a first line with its version, and the mandatory fields.
 * Metadata under {@code sip}, with the media of a session description (RFC 8866).
 */
final class SipDetector implements Detector {
    private static final String SIP = "sip";
    private static final double LINE = 75;
    private static final double FIELDS = 30;
    private static final double OTHER_SIDE = 15;
    private static final int MAX_BODY = 4096;
    private static final int MAX_KEEP_ALIVES = 4;

    private final HeadStartLine line = new HeadStartLine("SIP/2.0");
    private final HeadLines lines = new HeadLines();

    /** State of a flow. */
    private static final class State {
        /** A bit for each side that has sent such a line, and for each whose fields are read. */
        int lines;

        int heads;
        boolean fields;
        int keepAlives;
    }

    @Override
    public String name() {
        return SIP;
    }

    @Override
    public List<String> answers() {
        return List.of("sip");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP || protocol == Packet.TCP || protocol == Packet.SCTP;
    }

    @Override
    public boolean opensWith(int first) {
        return first == 0 || first == '\r' || first == '\n' || first > ' ' && first < 0x7f;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        int side = exchange.speakingSide();
        Said said = exchange.said(exchange.speakingSide());
        boolean known = state.lines != 0;
        if (exchange.datagrams() && isKeepAlive(said)) {
            state.keepAlives += said.length() > 0 && said.bytes()[0] >= 'A' ? 1 : 0;
            return known || state.keepAlives <= MAX_KEEP_ALIVES ? Next.MORE : Next.DONE;
        }
        Kind kind = line.read(said.bytes(), 0, said.length());
        boolean growing = !exchange.datagrams() && !said.snapped() && said.length() < Said.STREAM_LIMIT;
        if (kind == Kind.PARTIAL && growing || kind == Kind.NOT && known) {
            return Next.MORE;
        }
        if (kind == Kind.NOT || kind == Kind.PARTIAL) {
            return Next.DONE;
        }
        if ((state.lines & 1 << side) == 0) {
            state.lines |= 1 << side;
            tell(exchange, trail, kind, said, known);
        }
        if ((state.heads & 1 << side) == 0 && head(trail, state, said, growing)) {
            state.heads |= 1 << side;
        }
        return state.heads == 3 ? Next.DONE : Next.MORE;
    }

    private void tell(Exchange exchange, Trail trail, Kind kind, Said said, boolean second) {
        boolean request = kind == Kind.REQUEST;
        String what = request ? "request " + line.method() : "status " + line.status();
        String says = "SIP 2.0 " + what;
        trail.found(SIP, second ? OTHER_SIDE : LINE, says, said, line.at(), line.length());
        trail.metadata(SIP, request ? "method" : "status", request ? line.method() : Integer.toString(line.status()));
        if (request) {
            trail.metadata(SIP, "uri", line.target());
        }
        if (!second) {
            trail.roleOf(exchange.speaker(), request);
        }
    }

    /** Reads the fields once the head is complete or can no longer be completed; returns true when done. */
    private boolean head(Trail trail, State state, Said said, boolean growing) {
        lines.reset(said.bytes(), line.next(), said.length());
        boolean more = true;
        while (more) {
            more = lines.next();
        }
        if (!lines.ended() && growing && !lines.tooMany()) {
            return false;
        }
        lines.reset(said.bytes(), line.next(), said.length());
        boolean via = false;
        boolean from = false;
        boolean call = false;
        while (lines.next()) {
            via |= lines.is("via") || lines.is("v");
            from |= lines.is("from") || lines.is("f");
            call |= lines.is("call-id") || lines.is("i");
            describe(trail);
        }
        if (via && from && call && !state.fields) {
            state.fields = true;
            int length = lines.bodyAt() - line.at();
            trail.found(SIP, FIELDS, "SIP fields Via, From and Call-ID", said, line.at(), length);
        }
        if (lines.ended()) {
            media(trail, said, lines.bodyAt());
        }
        return true;
    }

    private void describe(Trail trail) {
        if (lines.is("user-agent")) {
            trail.metadata(SIP, "user_agent", lines.value());
        } else if (lines.is("server")) {
            trail.metadata(SIP, "server", lines.value());
        } else if (lines.is("from") || lines.is("f")) {
            trail.metadata(SIP, "from", host(lines.value()));
        }
    }

    /** Returns the host of an address such as {@code "Bob" <sip:bob@example.com:5060;x=y>;tag=z}. */
    private static String host(String address) {
        int at = address.indexOf('@');
        int scheme = address.indexOf("sip");
        int start = at >= 0 ? at + 1 : scheme >= 0 ? address.indexOf(':', scheme) + 1 : 0;
        int end = start;
        boolean literal = start < address.length() && address.charAt(start) == '[';
        while (end < address.length() && (literal ? address.charAt(end) != ']' : !isEnd(address.charAt(end)))) {
            end++;
        }
        return address.substring(start, literal ? Math.min(end + 1, address.length()) : end);
    }

    private static boolean isEnd(char c) {
        return c == '>' || c == ';' || c == ':' || c == ' ' || c == '?';
    }

    /** Records address and port of every medium: {@code c=} and {@code m=} lines (RFC 8866 sections 5.7 and 5.14). */
    private static void media(Trail trail, Said said, int from) {
        int to = Math.min(said.length(), from + MAX_BODY);
        if (to - from < 2) {
            return;
        }
        String body = new String(said.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
        if (!body.startsWith("v=0")) {
            return;
        }
        String address = "";
        for (String text : body.split("\r?\n")) {
            if (text.startsWith("c=IN IP")) {
                address = text.substring(Math.min(text.length(), 9)).strip();
            } else if (text.startsWith("m=")) {
                trail.metadata(SIP, "media", text.substring(2) + " at " + address);
            }
        }
    }

    /** RFC 5626 section 4.4.1, and the null bytes and short words that many clients send instead. */
    private static boolean isKeepAlive(Said said) {
        if (said.wireLength() > 4) {
            return false;
        }
        for (int i = 0; i < said.length(); i++) {
            byte octet = said.bytes()[i];
            boolean word = octet >= 'A' && octet <= 'z';
            if (octet != '\r' && octet != '\n' && octet != 0 && !word) {
                return false;
            }
        }
        return true;
    }
}
