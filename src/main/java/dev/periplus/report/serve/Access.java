package dev.periplus.report.serve;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may read a case: whoever has the token, in a cookie or once in the address, and asks this server by a name of its
 * own. A page elsewhere can make a name of its own lead here (DNS rebinding); its requests give that name as Host.
 */
final class Access {
    private static final int TOKEN_BYTES = 24;

    private final int port;
    private final String token;
    private final String cookie;
    private final Set<String> hosts;

    Access(int port) {
        this.port = port;
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        cookie = "periplus-" + port + "=";
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /** The address to open, with the token. */
    String url() {
        return "http://127.0.0.1:" + port + "/?token=" + token;
    }

    /** Whether a request asks this server, once and by its name. */
    boolean isHere(Headers headers) {
        List<String> named = headers.get("Host");
        return named != null && named.size() == 1 && hosts.contains(named.get(0).toLowerCase(Locale.ROOT));
    }

    boolean isToken(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a request has the cookie. */
    boolean isKnown(Headers headers) {
        List<String> cookies = headers.getOrDefault("Cookie", List.of());
        for (String header : cookies) {
            for (String one : header.split(";")) {
                String pair = one.strip();
                if (pair.startsWith(cookie) && isToken(pair.substring(cookie.length()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The header that sets the cookie; other sites cannot send it, scripts cannot read it. */
    String setCookie() {
        return cookie + token + "; Path=/; HttpOnly; SameSite=Strict";
    }
}
