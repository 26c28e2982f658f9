package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;

/** HTTP/1.1 messages (RFC 9112). */
public final class Http {
    private Http() {}

    public static byte[] get(String host, String path) {
        return ascii("GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:52.0)\r\nAccept: */*\r\n\r\n");
    }

    static byte[] ok(String type, String body) {
        return Bytes.join(head(type, body.length()), ascii(body));
    }

    /** Returns the response header for a body of {@code length} bytes. */
    public static byte[] head(String type, long length) {
        return ascii("HTTP/1.1 200 OK\r\nServer: nginx/1.10.3\r\nContent-Type: " + type + "\r\nContent-Length: "
                + length + "\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
