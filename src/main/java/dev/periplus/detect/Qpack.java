package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decodes a field section of HTTP/3 (RFC 9204 section 4.5) as far as it needs no dynamic table, which the first request
 * cannot use. Reusable.
 */
final class Qpack {
    private static final int MOST_FIELDS = 128;

    /** RFC 9204 appendix A: names, with values after a space. */
    private static final String[] STATIC = """
        :authority
        :path /
        age 0
        content-disposition
        content-length 0
        cookie
        date
        etag
        if-modified-since
        if-none-match
        last-modified
        link
        location
        referer
        set-cookie
        :method CONNECT
        :method DELETE
        :method GET
        :method HEAD
        :method OPTIONS
        :method POST
        :method PUT
        :scheme http
        :scheme https
        :status 103
        :status 200
        :status 304
        :status 404
        :status 503
        accept */*
        accept application/dns-message
        accept-encoding gzip, deflate, br
        accept-ranges bytes
        access-control-allow-headers cache-control
        access-control-allow-headers content-type
        access-control-allow-origin *
        cache-control max-age=0
        cache-control max-age=2592000
        cache-control max-age=604800
        cache-control no-cache
        cache-control no-store
        cache-control public, max-age=31536000
        content-encoding br
        content-encoding gzip
        content-type application/dns-message
        content-type application/javascript
        content-type application/json
        content-type application/x-www-form-urlencoded
        content-type image/gif
        content-type image/jpeg
        content-type image/png
        content-type text/css
        content-type text/html; charset=utf-8
        content-type text/plain
        content-type text/plain;charset=utf-8
        range bytes=0-
        strict-transport-security max-age=31536000
        strict-transport-security max-age=31536000; includesubdomains
        strict-transport-security max-age=31536000; includesubdomains; preload
        vary accept-encoding
        vary origin
        x-content-type-options nosniff
        x-xss-protection 1; mode=block
        :status 100
        :status 204
        :status 206
        :status 302
        :status 400
        :status 403
        :status 421
        :status 425
        :status 500
        accept-language
        access-control-allow-credentials FALSE
        access-control-allow-credentials TRUE
        access-control-allow-headers *
        access-control-allow-methods get
        access-control-allow-methods get, post, options
        access-control-allow-methods options
        access-control-expose-headers content-length
        access-control-request-headers content-type
        access-control-request-method get
        access-control-request-method post
        alt-svc clear
        authorization
        content-security-policy script-src 'none'; object-src 'none'; base-uri 'none'
        early-data 1
        expect-ct
        forwarded
        if-range
        origin
        purpose prefetch
        server
        timing-allow-origin *
        upgrade-insecure-requests 1
        user-agent
        x-forwarded-for
        x-frame-options deny
        x-frame-options sameorigin
        """.split("\n");

    private final ByteCursor cursor = new ByteCursor();
    private final HpackPrimitives primitives = new HpackPrimitives(cursor);
    private String name = "";
    private String value = "";

    /** Returns the fields whose names and values are there, the first of each name; none if the section is not right. */
    Map<String, String> read(byte[] bytes, int from, int end) {
        cursor.reset(bytes, from, end - from);
        primitives.number(8);
        primitives.number(7);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int count = 0; count < MOST_FIELDS && cursor.remaining() > 0; count++) {
            name = "";
            value = "";
            next(bytes, from);
            if (cursor.failed()) {
                return Map.of();
            }
            if (!name.isEmpty()) {
                fields.putIfAbsent(name, value);
            }
        }
        return fields;
    }

    /** Decodes one representation; one that refers to the dynamic table has no name. */
    private void next(byte[] bytes, int base) {
        int first = cursor.peek(0);
        if (first >= 0x80) {
            entry((first & 0x40) != 0, primitives.number(6));
        } else if (first >= 0x40) {
            entry((first & 0x10) != 0, primitives.number(4));
            value = primitives.text(7, bytes, base);
        } else if (first >= 0x20) {
            name = primitives.text(3, bytes, base);
            value = primitives.text(7, bytes, base);
        } else if (first >= 0x10) {
            primitives.number(4);
        } else {
            primitives.number(3);
            primitives.text(7, bytes, base);
        }
    }

    private void entry(boolean isStatic, int index) {
        if (!isStatic) {
            return;
        }
        if (index >= STATIC.length) {
            cursor.fail();
            return;
        }
        String entry = STATIC[index];
        int space = entry.indexOf(' ');
        name = space < 0 ? entry : entry.substring(0, space);
        value = space < 0 ? "" : entry.substring(space + 1);
    }
}
