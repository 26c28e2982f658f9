package dev.periplus.report.peer;

import dev.periplus.address.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers requests for {@code /metrics}: HTTP/1.1 (RFC 9112), one request per connection, without bodies. */
final class MetricsRequest {
    private static final String HOST = "host:";
    private static final Pattern FIRST_LINE = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.[01]");

    private MetricsRequest() {}

    /**
     * What a request may give as its host. A page in a browser can make a name of its own lead here, and its requests give
     * that name; so only names of this server count, and its addresses.
     *
     * @param names in lower case
     * @param addresses null for every address
     */
    record Hosts(Set<String> names, @Nullable Set<Address> addresses, int port) {
        private static final int USUAL_PORT = 80;

        /** @param named the host as the user gave it */
        static Hosts of(String named, InetSocketAddress bound) {
            InetAddress address = bound.getAddress();
            Set<String> names = new HashSet<>(Set.of(named.toLowerCase(Locale.ROOT)));
            Set<Address> addresses = new HashSet<>();
            addresses.add(Address.of(address.getAddress()));
            if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
                names.add("localhost");
                addresses.add(Address.parse("127.0.0.1"));
                addresses.add(Address.parse("::1"));
            }
            return new Hosts(names, address.isAnyLocalAddress() ? null : addresses, bound.getPort());
        }

        boolean has(String host) {
            String suffix = ":" + port;
            if (!host.endsWith(suffix) && port != USUAL_PORT) {
                return false;
            }
            String name = host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : host;
            Address address = Address.parse(name.replaceAll("^\\[(.*)]$", "$1"));
            return address == null
                    ? names.contains(name.toLowerCase(Locale.ROOT))
                    : addresses == null || addresses.contains(address);
        }
    }

    /** Whether the head of a request is complete. */
    static boolean isWhole(String head) {
        return head.contains("\r\n\r\n") || head.contains("\n\n");
    }

    /** Returns the answer to a head, which may be incomplete if it is too long. */
    static byte[] answer(String head, Hosts hosts, Supplier<String> text) {
        List<String> lines = head.lines().takeWhile(line -> !line.isEmpty()).toList();
        Matcher first = FIRST_LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
        List<String> named = lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(HOST))
                .map(line -> line.substring(HOST.length()).strip())
                .toList();
        if (!isWhole(head)) {
            return answer("431 Request Header Fields Too Large", "the request is too long\n", true);
        }
        if (!first.matches() || named.size() != 1) {
            return answer("400 Bad Request", "not a request of HTTP/1.1 with one Host\n", true);
        }
        boolean headOnly = first.group(1).equals("HEAD");
        if (!headOnly && !first.group(1).equals("GET")) {
            return answer("405 Method Not Allowed\r\nAllow: GET, HEAD", "only GET and HEAD\n", true);
        }
        if (lines.stream().anyMatch(MetricsRequest::announcesBody)) {
            return answer("413 Content Too Large", "a request has no body here\n", true);
        }
        if (!hosts.has(named.get(0))) {
            return answer(
                    "421 Misdirected Request",
                    "this server has other names; to add one, start it with --metrics NAME:PORT\n",
                    !headOnly);
        }
        if (!first.group(2).replaceFirst("\\?.*", "").equals("/metrics")) {
            return answer("404 Not Found", "only /metrics\n", !headOnly);
        }
        try {
            return answer("200 OK", text.get(), !headOnly);
        } catch (RuntimeException e) {
            return answer("500 Internal Server Error", "the counters cannot be read\n", !headOnly);
        }
    }

    private static boolean announcesBody(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.startsWith("transfer-encoding:")
                || lower.startsWith("content-length:") && !lower.matches("content-length:\\s*0+\\s*");
    }

    private static byte[] answer(String status, String body, boolean withBody) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: " + PrometheusText.CONTENT_TYPE + "\r\nContent-Length: "
                + bytes.length + "\r\nConnection: close\r\n\r\n";
        return (head + (withBody ? body : "")).getBytes(StandardCharsets.UTF_8);
    }
}
