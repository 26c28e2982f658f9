package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extracts what RDP sends before encryption: cookie or routing token, security protocols requested and selected
 * (MS-RDPBCGR 2.2.1.1 and 2.2.1.2), and the client's name if none is selected (2.2.1.3.2). Metadata under {@code rdp}.
 * Signatures find the label; a negotiation in which both sides agree adds a little to them.
 */
final class RdpDetector implements Detector {
    private static final String RDP = "rdp";
    private static final double ASKED = 5;
    private static final double AGREED = 10;
    private static final int TPKT = 4;
    private static final int X224 = 7;
    private static final int CONNECTION_REQUEST = 0xe0;
    private static final int CONNECTION_CONFIRM = 0xd0;
    private static final int DATA = 0xf0;
    private static final int NEGOTIATION_REQUEST = 1;
    private static final int NEGOTIATION_RESPONSE = 2;
    private static final int NEGOTIATION_FAILURE = 3;
    private static final int NEGOTIATION = 8;
    private static final int KEY_WITHIN = 256;
    private static final int CLIENT_NAME = 32;
    private static final int LONGEST = 256;
    private static final String USER_COOKIE = "Cookie: mstshash=";
    private static final byte[] KEY = "Duca".getBytes(StandardCharsets.US_ASCII);
    private static final String[] PROTOCOLS = {"tls", "credssp", "rdstls", "credssp-ex", "rdsaad"};

    private final ByteCursor cursor = new ByteCursor();

    /** State of a flow. */
    private static final class State {
        /** Requested protocols, -1 if the client did not negotiate. */
        long requested = -1;

        boolean asked;
        boolean answered;
    }

    @Override
    public String name() {
        return RDP;
    }

    @Override
    public List<String> answers() {
        return List.of("rdp");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        Said said = exchange.said(exchange.speakingSide());
        byte[] bytes = said.bytes();
        if (said.length() > 0 && bytes[0] != 3 || said.length() > 1 && bytes[1] != 0) {
            return Next.DONE;
        }
        boolean growing = !said.snapped() && said.length() < Said.STREAM_LIMIT;
        if (said.length() < TPKT + X224) {
            return growing ? Next.MORE : Next.DONE;
        }
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        int length = TlsRecords.u16(bytes, 2);
        if (said.length() < length && growing) {
            return Next.MORE;
        }
        int type = bytes[TPKT + 1] & 0xff;
        boolean fits = length >= TPKT + X224 && (bytes[TPKT] & 0xff) == length - TPKT - 1;
        if (type == CONNECTION_REQUEST && fits) {
            return request(exchange, said, Math.min(length, said.length()), state, trail);
        }
        boolean confirm = type == CONNECTION_CONFIRM && fits && !state.answered;
        return confirm ? confirm(exchange, said, length, state, trail) : Next.DONE;
    }

    private Next request(Exchange exchange, Said said, int end, State state, Trail trail) {
        if (!state.asked) {
            if (!asked(said, end, state, trail)) {
                return Next.DONE;
            }
            state.asked = true;
            trail.roleOf(exchange.speaker(), true);
        }
        return connectInitial(said, end, trail);
    }

    /** Reads a line of text, then the negotiation, both optional; returns false if anything else follows. */
    private boolean asked(Said said, int end, State state, Trail trail) {
        int at = TPKT + X224;
        byte[] bytes = said.bytes();
        boolean line = at < end && (bytes[at] == 'C' || bytes[at] == 't');
        if (line) {
            int stop = at;
            while (stop < end && bytes[stop] >= 0x20 && bytes[stop] < 0x7f) {
                stop++;
            }
            if (stop + 1 >= end || bytes[stop] != '\r' || bytes[stop + 1] != '\n') {
                return false;
            }
            String text = new String(bytes, at, Math.min(stop - at, LONGEST), StandardCharsets.US_ASCII);
            boolean user = text.startsWith(USER_COOKIE);
            if (!user && !text.startsWith("Cookie: msts=") && !text.startsWith("tsv://")) {
                return false;
            }
            trail.metadata(RDP, user ? "cookie" : "routing_token", user ? text.substring(USER_COOKIE.length()) : text);
            at = stop + 2;
        }
        said.cursor(cursor).seek(at);
        int type = cursor.u8();
        cursor.skip(1);
        int size = cursor.u16le();
        long requested = cursor.u32le();
        boolean negotiates = type == NEGOTIATION_REQUEST && size == NEGOTIATION && at + NEGOTIATION <= end;
        if (negotiates && requested < 1 << PROTOCOLS.length) {
            state.requested = requested;
            protocols("requested", requested, trail);
            trail.found(RDP, ASKED, "RDP negotiation at the end of the request", said, at, NEGOTIATION);
            return true;
        }
        if (line && at == end) {
            trail.found(RDP, ASKED, "RDP cookie fills the request", said, TPKT + X224, at - TPKT - X224);
        }
        return at == end;
    }

    private static void protocols(String key, long bits, Trail trail) {
        if (bits == 0) {
            trail.metadata(RDP, key, RDP);
        }
        for (int i = 0; i < PROTOCOLS.length; i++) {
            if ((bits >> i & 1) != 0) {
                trail.metadata(RDP, key, PROTOCOLS[i]);
            }
        }
    }

    private Next confirm(Exchange exchange, Said said, int end, State state, Trail trail) {
        said.cursor(cursor).seek(TPKT + X224);
        int type = cursor.u8();
        cursor.skip(1);
        int size = cursor.u16le();
        long value = cursor.u32le();
        if (end == TPKT + X224) {
            return state.asked ? Next.MORE : Next.DONE;
        }
        if (cursor.failed() || size != NEGOTIATION || end != TPKT + X224 + NEGOTIATION) {
            return Next.DONE;
        }
        state.answered = true;
        trail.roleOf(exchange.speaker(), false);
        if (type == NEGOTIATION_FAILURE) {
            trail.metadata(RDP, "failure", failure(value));
            return Next.DONE;
        }
        if (type != NEGOTIATION_RESPONSE || value >= 1 << PROTOCOLS.length) {
            return Next.DONE;
        }
        protocols("selected", value, trail);
        if (state.requested >= 0 && (value & ~state.requested) == 0) {
            String says = "server selects a requested RDP protocol";
            trail.found(RDP, AGREED, says, said, TPKT + X224, NEGOTIATION);
        }
        return value == 0 ? Next.MORE : Next.DONE;
    }

    private static String failure(long code) {
        return switch ((int) code) {
            case 1 -> "tls required";
            case 2 -> "tls not allowed";
            case 3 -> "no certificate";
            case 4 -> "inconsistent flags";
            case 5 -> "credssp required";
            case 6 -> "tls with client certificate required";
            default -> Long.toString(code);
        };
    }

    /** Reads the MCS Connect Initial that follows: the client's core data is the first block after the H.221 key. */
    private Next connectInitial(Said said, int at, Trail trail) {
        byte[] bytes = said.bytes();
        if (said.length() <= at) {
            return Next.MORE;
        }
        said.cursor(cursor).seek(at);
        int version = cursor.u16();
        int end = at + cursor.u16();
        cursor.skip(1);
        boolean data = cursor.u8() == DATA;
        boolean growing = !said.snapped() && said.length() < Said.STREAM_LIMIT;
        boolean waits = cursor.failed() || said.length() < end;
        if (version != 0x0300 && !cursor.failed() || !cursor.failed() && !data || waits && !growing) {
            return Next.DONE;
        }
        if (waits) {
            return Next.MORE;
        }
        int key = key(bytes, at, Math.min(end, at + KEY_WITHIN));
        String name = key < 0 ? null : clientName(said, key + KEY.length);
        if (name != null && !name.isEmpty()) {
            trail.metadata(RDP, "client_name", name);
        }
        return Next.DONE;
    }

    private static int key(byte[] bytes, int from, int to) {
        for (int at = from; at + KEY.length <= to; at++) {
            if (bytes[at] == 'D' && bytes[at + 1] == 'u' && bytes[at + 2] == 'c' && bytes[at + 3] == 'a') {
                return at;
            }
        }
        return -1;
    }

    /** Reads the name in the CS_CORE block, which follows a length of one or two bytes. */
    private @Nullable String clientName(Said said, int at) {
        said.cursor(cursor).seek(at);
        cursor.skip(cursor.u8() >= 0x80 ? 1 : 0);
        int type = cursor.u16le();
        int size = cursor.u16le();
        cursor.skip(20);
        byte[] name = cursor.take(CLIENT_NAME);
        if (cursor.failed() || type != 0xc001 || size < 4 + 20 + CLIENT_NAME) {
            return null;
        }
        String text = new String(name, StandardCharsets.UTF_16LE);
        int stop = text.indexOf('\0');
        return stop < 0 ? text : text.substring(0, stop);
    }
}
