package dev.periplus.report.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.periplus.report.FilterVocabulary;
import dev.periplus.report.sqlite.SqliteCase;
import dev.periplus.report.sqlite.SqliteRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves the pages of a case over HTTP on the loopback address.
 *
 * <p>How it works. The pages have no script and load nothing; their content security policy says so. A request must name
 * this server as its host and bring the token ({@link Access}); then only GET without a body is answered. Four threads
 * answer, one question to the database at a time, one carving at a time; the JDK's server closes what is slow, and
 * connections beyond its limits.
 */
public final class CaseServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int LONGEST_ADDRESS = 4096;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String PCAPNG = "application/octet-stream";

    private final SqliteCase kase;
    private final CasePages pages;
    private final Carver carver;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Access access;
    private final Semaphore carving = new Semaphore(1);
    private final Path scratch;

    /**
     * Begins to serve.
     *
     * @param database that {@code -o sqlite=FILE} wrote
     * @param name of the case, for people
     * @param scratch private folder for files on their way
     * @param port 0 for any free one
     */
    public CaseServer(Path database, String name, FilterVocabulary vocabulary, Carver carver, Path scratch, int port)
            throws IOException {
        limit();
        this.carver = carver;
        this.scratch = scratch;
        kase = SqliteCase.open(database);
        pages = new CasePages(kase, vocabulary, name);
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), CaseServer::thread);
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), WAITING);
        } catch (BindException e) {
            kase.close();
            throw new IOException("cannot serve at port " + port + ": " + e.getMessage(), e);
        }
        access = new Access(server.getAddress().getPort());
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Sets the limits of the JDK's server, which it reads once. */
    private static void limit() {
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "3600");
        System.setProperty("sun.net.httpserver.maxReqHeaders", "64");
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", "32768");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "32");
        System.setProperty("jdk.httpserver.maxConnections", "64");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "serve");
        thread.setDaemon(true);
        return thread;
    }

    /** The address to open in a browser; it holds the token. */
    public String url() {
        return access.url();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Security-Policy", pages.policy());
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("X-Frame-Options", "DENY");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Cache-Control", "no-store");
            answer(exchange);
        } catch (IOException e) {
            return; // the client left
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Headers request = exchange.getRequestHeaders();
        if (!access.isHere(request)) {
            send(exchange, 421, "This server has another name.");
        } else if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            send(exchange, 405, "Only GET.");
        } else if (request.containsKey("Transfer-Encoding")
                || !"0"
                        .equals(request.getOrDefault("Content-Length", List.of("0"))
                                .get(0))) {
            send(exchange, 413, "A request has no body here.");
        } else if (exchange.getRequestURI().toString().length() > LONGEST_ADDRESS) {
            send(exchange, 414, "The address is too long.");
        } else {
            allowed(exchange);
        }
    }

    private void allowed(HttpExchange exchange) throws IOException {
        Asked asked;
        try {
            asked = Asked.parse(exchange.getRequestURI().getRawQuery());
        } catch (IllegalArgumentException e) {
            send(exchange, 400, "The address is not well formed.");
            return;
        }
        if (access.isToken(asked.text("token"))) {
            exchange.getResponseHeaders().set("Set-Cookie", access.setCookie());
            exchange.getResponseHeaders().set("Location", "/");
            send(exchange, 303, "");
        } else if (!access.isKnown(exchange.getRequestHeaders())) {
            send(exchange, 403, "Open the address with the token that periplus serve printed.");
        } else {
            known(exchange, asked);
        }
    }

    private void known(HttpExchange exchange, Asked asked) throws IOException {
        String path = String.valueOf(exchange.getRequestURI().getRawPath());
        String page;
        try {
            if (path.equals("/carve")) {
                carve(exchange, asked.number("flow"));
                return;
            }
            page = pages.page(path, asked);
        } catch (IOException e) {
            send(exchange, 500, pages.trouble(sentence(e)));
            return;
        } catch (RuntimeException e) {
            send(
                    exchange,
                    500,
                    pages.trouble("This page cannot be written: " + e.getClass().getSimpleName()));
            return;
        }
        send(exchange, page == null ? 404 : 200, page == null ? pages.trouble("There is no such page.") : page);
    }

    private static String sentence(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private void carve(HttpExchange exchange, long number) throws IOException {
        SqliteRow flow = pages.flow(number);
        if (flow == null) {
            send(exchange, 404, pages.trouble("There is no such flow."));
            return;
        }
        Path file = Files.createTempFile(scratch, "carved", ".pcapng");
        try {
            if (!carving.tryAcquire()) {
                exchange.getResponseHeaders().set("Retry-After", "10");
                send(exchange, 503, pages.trouble("Packets of another flow are being copied; try again in a while."));
                return;
            }
            try {
                carver.carve(flow.text("uid"), pages.sources(flow), file);
            } finally {
                carving.release();
            }
            send(exchange, file, "flow-" + number + ".pcapng");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void send(HttpExchange exchange, Path file, String name) throws IOException {
        exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"" + name + "\"");
        exchange.getResponseHeaders().set("Content-Type", PCAPNG);
        exchange.sendResponseHeaders(200, Files.size(file));
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = exchange.getResponseBody()) {
            in.transferTo(out);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean markup = text.startsWith("<!DOCTYPE");
        exchange.getResponseHeaders().set("Content-Type", markup ? HTML : "text/plain; charset=utf-8");
        if (status >= 400 && !markup) {
            exchange.getResponseHeaders().set("Connection", "close"); // whatever body follows is not read
        }
        if (bytes.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Ends every answer that is under way. */
    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        kase.stop();
        pages.close();
    }
}
