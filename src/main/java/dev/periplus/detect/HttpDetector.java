package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.detect.HeadStartLine.Kind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * HTTP/1 over streams (RFC 9112) and HTTP/2 with prior knowledge (RFC 9113 section 3.4), and the protocols inside that
 * head fields identify. Metadata under {@code http} and {@code http2}.
 */
final class HttpDetector implements Detector {
    private static final String NAME = "http";
    private static final String HTTP = "http";

    private static final double KNOWN_METHOD = 95;
    private static final double OTHER_METHOD = 80;
    private static final double REPLY = 95;
    private static final double OTHER_SIDE = 25;
    private static final double LINE_CUT = 50;
    private static final double SIMPLE = 50;
    private static final double BROKEN_REPLY = 15;
    private static final String VERSION = "TTP/";
    private static final int LATEST_VERSION = 16;

    /** A target that could be any path: it takes markup in reply. */
    private static final double SIMPLE_PATH = 35;

    private static final int MESSAGES_TRIED = 8;

    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "CONNECT",
            "OPTIONS",
            "TRACE",
            "PATCH",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "REPORT",
            "SEARCH",
            "NOTIFY",
            "SUBSCRIBE",
            "UNSUBSCRIBE");

    private final HeadStartLine line = new HeadStartLine("HTTP/1.#");
    private final HeadLines lines = new HeadLines();
    private final HttpUses uses = new HttpUses();
    private final Http2Start http2 = new Http2Start();
    private final Http2Request http2Request = new Http2Request();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> answers() {
        return List.of("http", "http2");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP;
    }

    @Override
    public boolean opensWith(int first) {
        return first == 0 || first == '\r' || first == '\n' || first > ' ' && first < 0x7f;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        HttpTrace trace = trail.state() instanceof HttpTrace known ? known : new HttpTrace();
        trail.state(trace);
        Said said = exchange.said(exchange.speakingSide());
        if (said.length() == 0) {
            return Next.MORE;
        }
        if (said.messages() < trace.turn) {
            return Next.MORE;
        }
        int at = trace.turn == 1 ? 0 : said.messageStart(trace.turn);
        Kind kind = line.read(said.bytes(), at, said.length());
        for (int i = 2; kind == Kind.NOT && !said.fromStart() && i <= Math.min(said.messages(), MESSAGES_TRIED); i++) {
            at = said.messageStart(i);
            kind = line.read(said.bytes(), at, said.length());
        }
        return switch (kind) {
            case REQUEST -> request(exchange, trail, trace, said);
            case REPLY -> reply(exchange, trail, trace, said);
            case PARTIAL -> partial(trail, trace, said);
            case NOT -> other(exchange, trail, trace, said);
        };
    }

    private Next other(Exchange exchange, Trail trail, HttpTrace trace, Said said) {
        if (METHODS.contains(line.method())) {
            return simpleRequest(trail, trace, said);
        }
        if (trace.request && !trace.reply && exchange.speaker() == Role.SERVER && looseReply(trail, trace, said)) {
            return Next.DONE;
        }
        Next next = http2(exchange, trail, trace, said);
        if (next == Next.MORE || trace.preface && trace.settings) {
            return next;
        }
        int side = exchange.speakingSide();
        trace.dead[side] = true;
        boolean clientFromStart = exchange.speaker() == Role.CLIENT && said.fromStart();
        return trace.dead[1 - side] || clientFromStart ? Next.DONE : Next.MORE;
    }

    /** A request line without a version, as before HTTP/1.0 (RFC 1945 section 4.1). */
    private Next simpleRequest(Trail trail, HttpTrace trace, Said said) {
        String target = line.simpleTarget();
        boolean path = target.startsWith("/") || target.startsWith("http://");
        if (path && !trace.request) {
            trace.request = true;
            trace.simple = true;
            String says = "HTTP request line with method " + line.method() + " and no version";
            trail.found(HTTP, namesFile(target) ? SIMPLE : SIMPLE_PATH, says, said, line.at(), line.length());
            trail.metadata(NAME, "method", line.method());
            trail.metadata(NAME, "uri", target);
        }
        return Next.MORE;
    }

    /** A reply that is markup, as before HTTP/1.0 (RFC 1945 section 6), or whose status line breaks the syntax. */
    private static boolean looseReply(Trail trail, HttpTrace trace, Said said) {
        if (isMarkup(said)) {
            trace.reply = true;
            trail.found(HTTP, OTHER_SIDE, "markup in reply to the HTTP request", said, 0, 1);
            return true;
        }
        int at = version(said);
        if (at >= 0) {
            trace.reply = true;
            trail.found(
                    HTTP,
                    BROKEN_REPLY,
                    "malformed status line in reply to the HTTP request",
                    said,
                    at,
                    VERSION.length());
        }
        return at >= 0;
    }

    /** Offset of {@code TTP/} in any case near the beginning, -1 if it is not there. */
    private static int version(Said said) {
        byte[] bytes = said.bytes();
        int last = Math.min(LATEST_VERSION, said.length() - VERSION.length());
        for (int at = 0; at <= last; at++) {
            int same = 0;
            while (same < VERSION.length() && (bytes[at + same] & ~0x20) == (VERSION.charAt(same) & ~0x20)) {
                same++;
            }
            if (same == VERSION.length()) {
                return at;
            }
        }
        return -1;
    }

    /** Whether a target has an extension, a query or an escape, and no space. */
    private static boolean namesFile(String target) {
        int dot = target.lastIndexOf('.');
        boolean extension = dot >= 0 && dot + 1 < target.length() && Character.isLetter(target.charAt(dot + 1));
        return target.indexOf(' ') < 0 && (extension || target.indexOf('?') > 0 || target.indexOf('%') > 0);
    }

    private static boolean isMarkup(Said said) {
        byte second = said.length() > 1 ? said.bytes()[1] : 0;
        return said.bytes()[0] == '<' && (second == '!' || second == 'h' || second == 'H');
    }

    /** A request line that will never be complete still has its method and the first byte of its target. */
    private Next partial(Trail trail, HttpTrace trace, Said said) {
        boolean growing = !said.snapped() && said.length() < Said.STREAM_LIMIT;
        if (growing || trace.request) {
            return Next.MORE;
        }
        int target = line.targetFirst(said.length());
        if (METHODS.contains(line.method()) && (target == '/' || target == 'h')) {
            trace.request = true;
            trail.found(HTTP, LINE_CUT, "truncated HTTP request line with method " + line.method(), said, line.at(), 4);
            return Next.MORE;
        }
        return Next.DONE;
    }

    private Next request(Exchange exchange, Trail trail, HttpTrace trace, Said said) {
        String method = line.method();
        if (!trace.request) {
            trace.request = true;
            double weight = METHODS.contains(method) || HttpUses.isMethod(method) ? KNOWN_METHOD : OTHER_METHOD;
            trail.found(
                    HTTP,
                    trace.reply ? OTHER_SIDE : weight,
                    "HTTP/1 request line with method " + method,
                    said,
                    line.at(),
                    line.length());
            describeRequest(trail, trace, method, line.target());
            uses.request(trail, trace, said, line);
            trail.roleOf(exchange.speaker(), true);
        }
        if (trace.requestBody == 0) {
            trace.requestBody = head(trail, trace, said, true);
        }
        return body(trail, trace, said, trace.requestBody);
    }

    private Next reply(Exchange exchange, Trail trail, HttpTrace trace, Said said) {
        int status = line.status();
        if (!trace.reply) {
            trace.reply = true;
            trail.found(
                    HTTP,
                    trace.request ? OTHER_SIDE : REPLY,
                    "HTTP/1 status line with status " + status,
                    said,
                    line.at(),
                    line.length());
            if (trace.preface) {
                trail.against("http2", 115, "HTTP/1 status line in reply to the HTTP/2 preface");
            }
            trail.roleOf(exchange.speaker(), false);
        }
        if (trace.statusTold < trace.turn) {
            trace.statusTold = trace.turn;
            trail.metadata(NAME, "status", Integer.toString(status));
        }
        if (trace.replyBody == 0) {
            trace.replyBody = head(trail, trace, said, false);
            if (trace.replyBody != 0 && trace.asksAgain(status)) {
                trace.nextTurn();
                return trace.turn > MESSAGES_TRIED ? Next.DONE : Next.MORE;
            }
            if (trace.replyBody != 0) {
                uses.answered(trail, trace, status);
            }
        }
        return body(trail, trace, said, trace.replyBody);
    }

    /** Reads the fields once the head is complete; returns the offset of the body, 0 if not known yet, -1 if never. */
    private int head(Trail trail, HttpTrace trace, Said said, boolean request) {
        lines.reset(said.bytes(), line.next(), said.length());
        boolean more = true;
        while (more) {
            more = lines.next();
        }
        boolean growing = !said.snapped() && said.length() < Said.STREAM_LIMIT;
        if (!lines.ended() && growing && !lines.tooMany()) {
            return 0;
        }
        int bodyAt = lines.ended() ? lines.bodyAt() : -1;
        lines.reset(said.bytes(), line.next(), said.length());
        while (lines.next()) {
            describe(trail, request);
            uses.field(trail, trace, said, lines, request ? 0 : line.status());
        }
        return bodyAt;
    }

    private Next body(Trail trail, HttpTrace trace, Said said, int from) {
        boolean here = from > 0 && said.length() > from;
        if (here) {
            uses.body(trail, trace, said, from);
        }
        boolean bothHeads = trace.requestBody != 0 && trace.replyBody != 0;
        return bothHeads && (here || from < 0 || !HttpUses.mayHaveBody(line.status())) ? Next.DONE : Next.MORE;
    }

    private static void describeRequest(Trail trail, HttpTrace trace, String method, String target) {
        trail.metadata(NAME, "method", method);
        trail.metadata(NAME, "uri", target);
        boolean tunnel = method.equals("CONNECT");
        boolean absolute = target.regionMatches(true, 0, "http://", 0, 7)
                || target.regionMatches(true, 0, "https://", 0, 8)
                || target.regionMatches(true, 0, "ftp://", 0, 6);
        if (tunnel || absolute) {
            trail.metadata(NAME, "proxy", "true");
        }
        if (tunnel) {
            trace.tunnelAsked = true;
            trail.metadata(NAME, "connect", target.toLowerCase(Locale.ROOT));
        }
    }

    private void describe(Trail trail, boolean request) {
        if (request && lines.is("host")) {
            trail.metadata(NAME, "host", lines.value());
        } else if (request && lines.is("user-agent")) {
            trail.metadata(NAME, "user_agent", lines.value());
        } else if (!request && lines.is("server")) {
            trail.metadata(NAME, "server", lines.value());
        } else if (!request && lines.is("content-type")) {
            trail.metadata(NAME, "content_type", lines.value());
        } else if (lines.is("upgrade")) {
            trail.metadata(NAME, "upgrade", lines.value());
        }
    }

    private Next http2(Exchange exchange, Trail trail, HttpTrace trace, Said said) {
        Http2Start.Kind kind = http2.read(said.bytes(), said.length());
        boolean known = trace.preface || trace.settings;
        switch (kind) {
            case PREFACE -> {
                if (!trace.preface) {
                    trace.preface = true;
                    trail.found("http2", known ? 50 : 115, "HTTP/2 connection preface", said, 0, Http2Start.PREFACE);
                }
                trace.http2Request = trace.http2Request || http2Request.tell(said, trail);
            }
            case SETTINGS -> {
                if (!trace.settings) {
                    trace.settings = true;
                    double weight = trace.preface ? 25 : http2.settings() == 0 ? 20 : 60;
                    trail.found("http2", weight, "HTTP/2 SETTINGS as the first frame", said, 0, Http2Start.FRAME);
                }
            }
            case PARTIAL -> {
                return Next.MORE;
            }
            default -> {
                return Next.DONE;
            }
        }
        boolean clientSettles = kind == Http2Start.Kind.SETTINGS && exchange.speaker() == Role.CLIENT;
        if (clientSettles || kind == Http2Start.Kind.PREFACE && exchange.speaker() == Role.SERVER) {
            trail.serverIs(Role.CLIENT);
        }
        return trace.preface && trace.settings && trace.http2Request ? Next.DONE : Next.MORE;
    }
}
