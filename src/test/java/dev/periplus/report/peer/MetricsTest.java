package dev.periplus.report.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTest {
    private static final int PATIENCE_MILLIS = 10_000;

    private Metrics metrics;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        metrics = new Metrics(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "periplus_test 1\n");
        port = URI.create(metrics.url()).getPort();
    }

    @AfterEach
    void end() {
        metrics.close();
    }

    private Socket asking(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return socket;
    }

    private String answer(String request) throws IOException {
        try (Socket socket = asking(request);
                InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private String get(String host) throws IOException {
        return answer("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /met",
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n",
                "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx"
            })
    void clientsThatSendHalfARequestDoNotDelayOthers(String half) throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(asking(half));
            }
            for (int i = 0; i < 5; i++) {
                long began = System.nanoTime();
                assertTrue(get("localhost:" + port).endsWith("\r\n\r\nperiplus_test 1\n"));
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                assertTrue(millis < PATIENCE_MILLIS / 2, millis + " ms");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void moreClientsThanFitDoNotKeepOthersOut() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                slow.add(asking("GET"));
            }
            assertTrue(get("localhost:" + port).startsWith("HTTP/1.1 200 OK\r\n"));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aClientThatSendsNothingIsLetGo() throws IOException {
        try (Socket socket = asking("GET /metrics")) {
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "127.0.0.1", "[::1]", "[0:0::1]"})
    void namesAndAddressesOfThisServerAreServed(String host) throws IOException {
        assertTrue(get(host + ":" + port).startsWith("HTTP/1.1 200 OK\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example:PORT",
                "localhost",
                "localhost:1",
                "192.0.2.1:PORT",
                ":PORT",
                "localhost:PORT:PORT"
            })
    void otherHostsAreRefused(String host) throws IOException {
        assertTrue(get(host.replace("PORT", "" + port)).startsWith("HTTP/1.1 421 "), host);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, sensor, true",
        "10.0.0.5, 10.0.0.5, true",
        "10.0.0.5, localhost, false",
        "10.0.0.5, other, false",
        "0.0.0.0, 10.9.8.7, true",
        "0.0.0.0, [2001:db8::1], true",
        "0.0.0.0, localhost, true",
        "0.0.0.0, attacker.example, false"
    })
    void theAddressThatIsServedDecidesWhichHostsAreNames(String bound, String host, boolean served) throws IOException {
        InetAddress address =
                InetAddress.getByAddress("sensor", InetAddress.getByName(bound).getAddress());
        assertEquals(
                served,
                MetricsRequest.Hosts.of("sensor", new InetSocketAddress(address, 9464))
                        .has(host + ":9464"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /metrics?x=1 HTTP/1.1, '', 200",
        "GET / HTTP/1.1, '', 404",
        "GET /metrics2 HTTP/1.1, '', 404",
        "POST /metrics HTTP/1.1, 'Content-Length: 1', 405",
        "TRACE /metrics HTTP/1.1, '', 405",
        "GET /metrics HTTP/1.1, 'Content-Length: 1', 413",
        "GET /metrics HTTP/1.1, 'content-length: 0', 200",
        "GET /metrics HTTP/1.1, 'Transfer-Encoding: chunked', 413",
        "GET /metrics HTTP/1.1, 'Host: other', 400",
        "GET /metrics HTTP/2.0, '', 400",
        "nonsense, '', 400"
    })
    void onlyPlainRequestsAreAnswered(String first, String header, int status) throws IOException {
        String request = first + "\r\nHost: localhost:" + port + "\r\n" + header + (header.isEmpty() ? "" : "\r\n");
        assertTrue(answer(request + "\r\n").startsWith("HTTP/1.1 " + status + " "), request);
    }

    @Test
    void aHeadRequestGetsTheHeadOnly() throws IOException {
        String answer = answer("HEAD /metrics HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n");
        assertTrue(answer.contains("\r\nContent-Length: 16\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void aRequestWithoutEndIsRefused() throws IOException {
        assertTrue(answer("GET /" + "x".repeat(8187)).startsWith("HTTP/1.1 431 "));
    }
}
