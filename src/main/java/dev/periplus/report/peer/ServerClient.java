package dev.periplus.report.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with a server. Properties: {@code user} and {@code password}, or {@code api.key}; {@code header.NAME} for
 * any other header; {@code ca}, a PEM file with the certificates to trust instead of Java's own.
 */
final class ServerClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String HEADER = "header.";
    private static final int MOST_BYTES = 64 << 20;

    private final String base;
    private final HttpClient http;
    private final Map<String, String> headers = new TreeMap<>();

    /**
     * An answer.
     *
     * @param retryAfter seconds to wait before the next try; 0 if the server does not say
     */
    record Answer(int status, int retryAfter, byte[] body) {}

    /** @throws IllegalArgumentException if the address or a header is wrong */
    ServerClient(URI server, Properties settings) throws IOException {
        base = server.toString();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        String authorities = settings.getProperty("ca");
        http = (authorities == null ? builder : builder.sslContext(trusting(Path.of(authorities)))).build();
        String authorization = authorization(settings);
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        for (String name : settings.stringPropertyNames()) {
            if (name.startsWith(HEADER)) {
                headers.put(name.substring(HEADER.length()), settings.getProperty(name));
            }
        }
        request("");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
        headers.forEach(request::header);
        return request;
    }

    private static @Nullable String authorization(Properties settings) {
        String key = settings.getProperty("api.key");
        if (key != null) {
            return "ApiKey " + key;
        }
        String user = settings.getProperty("user");
        if (user == null) {
            return null;
        }
        String pair = user + ":" + settings.getProperty("password", "");
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    private static SSLContext trusting(Path authorities) throws IOException {
        try (InputStream in = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(number++), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sends a request.
     *
     * @param body null for none
     * @throws IOException if there is no answer, or one that is too long
     */
    Answer send(String method, String path, String type, byte @Nullable [] body)
            throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", type)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            byte[] answer = in.readNBytes(MOST_BYTES);
            if (in.read() >= 0) {
                throw new IOException("the answer is too long");
            }
            String wait = response.headers().firstValue("Retry-After").orElse("");
            int seconds = wait.matches("\\d{1,4}") ? Integer.parseInt(wait) : 0;
            return new Answer(response.statusCode(), seconds, answer);
        }
    }
}
