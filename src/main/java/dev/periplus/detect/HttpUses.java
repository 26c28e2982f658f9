package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.flow.Said;
import java.util.Set;

/** Recognises protocols inside HTTP by method, target, head fields and the first bytes of a body. */
final class HttpUses {
    private static final int SWITCHING = 101;
    private static final int BODY_READ = 512;
    private static final double CERTAIN = 90;
    private static final double LIKELY = 60;

    private static final Set<String> WEBDAV =
            Set.of("PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "ACL", "REPORT", "MKCALENDAR");

    private static final Set<String> RPCH = Set.of("RPC_IN_DATA", "RPC_OUT_DATA");
    private static final Set<String> GATEWAY = Set.of("RDG_IN_DATA", "RDG_OUT_DATA");
    private static final String RD_GATEWAY = "rd-gateway";

    static boolean isMethod(String method) {
        return WEBDAV.contains(method) || RPCH.contains(method) || GATEWAY.contains(method);
    }

    /** RFC 9112 section 6.3; the status of a request is 0. */
    static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    /** Inspects the request line (RFC 4918 section 9, MS-RPCH 2.1.2.1, MS-TSGU 2.2.3.1, RFC 8216 section 4). */
    void request(Trail trail, HttpTrace trace, Said said, HeadStartLine line) {
        String method = line.method();
        if (WEBDAV.contains(method)) {
            say(trail, trace, "webdav", CERTAIN, "HTTP method " + method, said, line.at(), method.length());
        } else if (RPCH.contains(method)) {
            say(trail, trace, "ms-rpch", 110, "HTTP method " + method, said, line.at(), method.length());
        } else if (GATEWAY.contains(method)) {
            say(trail, trace, RD_GATEWAY, 110, "HTTP method " + method, said, line.at(), method.length());
        }
        String path = line.target();
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        if (path.endsWith(".m3u8")) {
            say(trail, trace, "hls", 50, "HTTP request for a playlist", said, line.at(), line.length());
        } else if (path.endsWith(".mpd")) {
            say(trail, trace, "mpeg-dash", 50, "HTTP request for a media presentation", said, line.at(), line.length());
        }
    }

    /** Inspects a head field; {@code status} is 0 in a request. */
    void field(Trail trail, HttpTrace trace, Said said, HeadLines lines, int status) {
        trace.webSocket.field(trail, lines, status == 0);
        if (lines.is("upgrade")) {
            upgrade(trail, trace, said, lines, status);
        } else if (lines.is("rdg-connection-id")) {
            say(trail, trace, RD_GATEWAY, CERTAIN, "HTTP field RDG-Connection-Id", said, lines.at(), lines.length());
        } else if (lines.is("server") && lines.startsWith("docker/")
                || lines.is("user-agent") && lines.startsWith("docker-client/")) {
            say(trail, trace, "docker", LIKELY, "HTTP field " + lines.value(), said, lines.at(), lines.length());
        } else if (lines.is("content-type") || lines.is("accept") && lines.has("elasticsearch")) {
            content(trail, trace, said, lines);
        } else if (lines.is("soapaction")) {
            say(trail, trace, "soap", CERTAIN, "HTTP field SOAPAction", said, lines.at(), lines.length());
        } else if (lines.is("x-elastic-product") && lines.has("elasticsearch")) {
            say(
                    trail,
                    trace,
                    "elasticsearch",
                    CERTAIN,
                    "HTTP field X-Elastic-Product",
                    said,
                    lines.at(),
                    lines.length());
        } else if (lines.is("x-elastic-client-meta")) {
            say(
                    trail,
                    trace,
                    "elasticsearch",
                    LIKELY,
                    "HTTP field X-Elastic-Client-Meta",
                    said,
                    lines.at(),
                    lines.length());
        } else if (lines.is("x-etcd-cluster-id")) {
            say(trail, trace, "etcd-http", CERTAIN, "HTTP field X-Etcd-Cluster-ID", said, lines.at(), lines.length());
        }
    }

    /** Inspects the beginning of a body. */
    void body(Trail trail, HttpTrace trace, Said said, int from) {
        int to = Math.min(said.length(), from + BODY_READ);
        byte[] bytes = said.bytes();
        int first = Byte.toUnsignedInt(bytes[from]);
        if (first == '<') {
            envelope(trail, trace, said, from, to);
        } else if (first == '{' || first == '[') {
            int member = find(bytes, from, to, "\"jsonrpc\"");
            if (member >= 0) {
                say(trail, trace, "json-rpc", CERTAIN, "jsonrpc member in the HTTP body", said, member, 9);
            }
        } else if (find(bytes, from, Math.min(to, from + 7), "#EXTM3U") >= 0) {
            say(trail, trace, "hls", CERTAIN, "playlist in the HTTP body", said, from, 7);
        }
    }

    private void envelope(Trail trail, HttpTrace trace, Said said, int from, int to) {
        byte[] bytes = said.bytes();
        int envelope = find(bytes, from, to, "Envelope");
        if (envelope > from
                && (find(bytes, from, to, "schemas.xmlsoap.org/soap/envelope") >= 0
                        || find(bytes, from, to, "www.w3.org/2003/05/soap-envelope") >= 0)) {
            say(trail, trace, "soap", CERTAIN, "SOAP envelope in the HTTP body", said, envelope, 8);
        }
    }

    /** Checks the reply's status against a requested upgrade. */
    void answered(Trail trail, HttpTrace trace, int status) {
        trace.webSocket.answered(trail);
        if (trace.webSocketAsked && status != SWITCHING) {
            trail.against("websocket", LIKELY, "server refuses the upgrade to WebSocket with status " + status);
        }
    }

    /** WebSocket (RFC 6455 section 4) and HTTP/2 over cleartext TCP (RFC 7540 section 3.2). */
    private void upgrade(Trail trail, HttpTrace trace, Said said, HeadLines lines, int status) {
        boolean granted = status == SWITCHING;
        if (lines.has("websocket") && !trace.knows(RD_GATEWAY)) {
            if (granted) {
                String says = "server switches to WebSocket";
                say(trail, trace, "websocket", trace.webSocketAsked ? 55 : 100, says, said, lines.at(), lines.length());
            } else if (status == 0 && !trace.webSocketAsked) {
                trace.webSocketAsked = true;
                String says = "client requests an upgrade to WebSocket";
                trail.found("websocket", 45, says, said, lines.at(), lines.length());
            }
        } else if (lines.has("h2c") && granted) {
            say(trail, trace, "http2", CERTAIN, "server switches to HTTP/2", said, lines.at(), lines.length());
        }
    }

    private void content(Trail trail, HttpTrace trace, Said said, HeadLines lines) {
        String use = "";
        if (lines.has("application/ipp")) {
            use = "ipp";
        } else if (lines.has("application/soap+xml")) {
            use = "soap";
        } else if (lines.has("application/json-rpc") || lines.has("application/jsonrpc")) {
            use = "json-rpc";
        } else if (lines.has("mpegurl")) {
            use = "hls";
        } else if (lines.has("application/dash+xml")) {
            use = "mpeg-dash";
        } else if (lines.has("application/vnd.elasticsearch+")) {
            use = "elasticsearch";
        } else if (lines.has("application/dns-message")) {
            use = "doh";
        } else if (lines.has("application/vnd.docker.raw-stream")
                || lines.has("application/vnd.docker.multiplexed-stream")) {
            use = "docker";
        }
        if (!use.isEmpty()) {
            say(trail, trace, use, CERTAIN, "HTTP content type " + lines.value(), said, lines.at(), lines.length());
        }
    }

    private static void say(
            Trail trail, HttpTrace trace, String use, double weight, String says, Said said, int at, int length) {
        if (trace.first(use)) {
            trail.found(use, weight, says, said, at, length);
        }
    }

    private static int find(byte[] in, int from, int to, String what) {
        for (int at = from; at + what.length() <= to; at++) {
            int same = 0;
            while (same < what.length() && in[at + same] == what.charAt(same)) {
                same++;
            }
            if (same == what.length()) {
                return at;
            }
        }
        return -1;
    }
}
