package dev.periplus.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.peer.PrometheusText;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Serves every counter to Prometheus at {@code /metrics}. */
final class Metrics implements AutoCloseable {
    private static final int NOT_ALLOWED = 405;
    private static final int OK = 200;
    private static final int MOST_PORT = 65_535;

    private final HttpServer server;
    private final Supplier<RunSummary> soFar;

    Metrics(InetSocketAddress address, Supplier<RunSummary> soFar) throws IOException {
        this.soFar = soFar;
        try {
            server = HttpServer.create(address, 0);
        } catch (BindException e) {
            throw new IOException("cannot serve metrics at " + text(address) + ": " + e.getMessage(), e);
        }
        server.createContext("/metrics", this::answer);
        server.start();
    }

    /** Parses {@code 9464} (on loopback), {@code HOST:9464} or {@code [::1]:9464}; port 0 stands for any free port. */
    static InetSocketAddress address(String text) throws UsageException {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("[\\[\\]]", "");
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            throw new UsageException("--metrics takes HOST:PORT or PORT, not '" + text + "'");
        }
        InetSocketAddress address = host.isEmpty()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port))
                : new InetSocketAddress(host, Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new UsageException("--metrics: unknown host '" + host + "'");
        }
        return address;
    }

    /** The address of the metrics. */
    String url() {
        return "http://" + text(server.getAddress()) + "/metrics";
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
                return;
            }
            byte[] body = PrometheusText.of(soFar.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", PrometheusText.CONTENT_TYPE);
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
