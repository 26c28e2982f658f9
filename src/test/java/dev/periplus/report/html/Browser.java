package dev.periplus.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.periplus.report.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Headless Chromium, driven by W3C WebDriver through chromedriver. If {@code PERIPLUS_BROWSER_TESTS} is {@code
 * required}, a missing Chromium is a failure; otherwise the tests are skipped.
 */
public final class Browser implements AutoCloseable {
    static final String TAB = "\ue004";
    public static final String ENTER = "\ue007";
    static final String ESCAPE = "\ue00c";
    static final String DOWN = "\ue015";

    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final List<String> FLAGS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-prefers-reduced-motion",
            "--window-size=1280,900");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final Path profile;
    private final String session;

    private Browser(String driverPath, String chromium) throws IOException {
        driver = new ProcessBuilder(driverPath, "--port=0")
                .redirectErrorStream(true)
                .start();
        profile = Files.createTempDirectory("periplus-browser");
        String base = "http://127.0.0.1:" + port(driver) + "/session";
        String flags = Stream.concat(FLAGS.stream(), Stream.of("--user-data-dir=" + profile))
                .map(Browser::quoted)
                .collect(Collectors.joining(","));
        Map<?, ?> begun = (Map<?, ?>) send(
                "POST",
                base,
                "{\"capabilities\":{\"alwaysMatch\":{"
                        + "\"goog:loggingPrefs\":{\"browser\":\"ALL\",\"performance\":\"ALL\"},"
                        + "\"goog:chromeOptions\":{\"binary\":" + quoted(chromium) + ",\"args\":["
                        + flags + "]}}}}");
        session = base + "/" + begun.get("sessionId");
    }

    public static Browser start() throws IOException {
        String driver = onPath("chromedriver");
        String chromium = onPath("chromium");
        if (driver == null || chromium == null) {
            String missing = "no chromium with chromedriver here";
            if ("required".equals(System.getenv("PERIPLUS_BROWSER_TESTS"))) {
                fail(missing);
            }
            abort(missing);
        }
        return new Browser(driver, chromium);
    }

    private static String onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private static String port(Process driver) throws IOException {
        BufferedReader said = new BufferedReader(new InputStreamReader(driver.getInputStream(), UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
        }
        throw new IOException("chromedriver did not start");
    }

    private static String quoted(String text) {
        return '"' + text.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining()) + '"';
    }

    private Object send(String method, String address, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            String answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Object value = Json.object(answer).get("value");
            if (value instanceof Map<?, ?> map && map.get("error") != null) {
                throw new IOException(map.get("error") + ": " + map.get("message"));
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Object post(String command, String body) throws IOException {
        return send("POST", session + command, body);
    }

    /** Opens a page and waits until its tables are filled. */
    void open(Path page, String fragment) throws IOException {
        post("/url", "{\"url\":" + quoted("about:blank") + "}");
        post("/url", "{\"url\":" + quoted(page.toUri() + fragment) + "}");
        await("document.documentElement.dataset.ready !== undefined");
    }

    /** Opens an address. */
    public void visit(String address) throws IOException {
        post("/url", "{\"url\":" + quoted(address) + "}");
    }

    /** Waits for a condition; numbers are text, as in {@link Json}. */
    public void await(String condition) throws IOException {
        long until = System.nanoTime() + 30_000_000_000L;
        while (!Boolean.TRUE.equals(script("return Boolean(" + condition + ")"))) {
            if (System.nanoTime() > until) {
                throw new AssertionError("in vain: " + condition + "; " + script("return document.body.innerText"));
            }
        }
    }

    Object script(String body) throws IOException {
        return post("/execute/sync", "{\"script\":" + quoted(body) + ",\"args\":[]}");
    }

    /** Returns the visible text of the first matching element. */
    public String text(String selector) throws IOException {
        return String.valueOf(script("return document.querySelector(" + quoted(selector) + ").innerText"));
    }

    public void click(String selector) throws IOException {
        Map<?, ?> element =
                (Map<?, ?>) post("/element", "{\"using\":\"css selector\",\"value\":" + quoted(selector) + "}");
        post("/element/" + element.values().iterator().next() + "/click", "{}");
    }

    /** Presses keys in the focused element. */
    public void press(String keys) throws IOException {
        List<String> actions = new ArrayList<>();
        keys.codePoints().mapToObj(Character::toString).map(Browser::quoted).forEach(key -> {
            actions.add("{\"type\":\"keyDown\",\"value\":" + key + "}");
            actions.add("{\"type\":\"keyUp\",\"value\":" + key + "}");
        });
        post(
                "/actions",
                "{\"actions\":[{\"type\":\"key\",\"id\":\"keys\",\"actions\":[" + String.join(",", actions) + "]}]}");
    }

    void back() throws IOException {
        post("/back", "{}");
    }

    /** Sets whether the reader prefers a dark page. */
    void dark(boolean dark) throws IOException {
        post(
                "/goog/cdp/execute",
                "{\"cmd\":\"Emulation.setEmulatedMedia\",\"params\":{\"features\":["
                        + "{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}}");
    }

    public void screenshot(Path file) throws IOException {
        Object png = send("GET", session + "/screenshot", "");
        Files.write(file, Base64.getDecoder().decode(String.valueOf(png)));
    }

    /** Returns console messages since the last call. */
    public List<String> console() throws IOException {
        return log("browser");
    }

    /** Returns the addresses of all requests since the last call. */
    public List<String> requests() throws IOException {
        Pattern url = Pattern.compile("\"request\":\\{.*?\"url\":\"([^\"]*)\"");
        return log("performance").stream()
                .filter(event -> event.contains("\"Network.requestWillBeSent\""))
                .map(event -> {
                    Matcher asked = url.matcher(event);
                    return asked.find() ? asked.group(1) : event;
                })
                .toList();
    }

    private List<String> log(String type) throws IOException {
        List<?> entries = (List<?>) post("/se/log", "{\"type\":\"" + type + "\"}");
        return entries.stream()
                .map(entry -> String.valueOf(((Map<?, ?>) entry).get("message")))
                .toList();
    }

    @Override
    public void close() throws IOException {
        try {
            send("DELETE", session, "");
        } finally {
            driver.destroy();
            remove(profile);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
