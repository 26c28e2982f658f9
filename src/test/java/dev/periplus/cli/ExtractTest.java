package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that flows carry: named and hashed in records and findings, and written by extract. */
class ExtractTest {
    private final byte[] program = program(new Random(7));

    @TempDir
    Path folder;

    private static byte[] program(Random random) {
        byte[] file = new byte[20_000];
        random.nextBytes(file);
        byte[] head = {'M', 'Z', (byte) 0x90, 0};
        System.arraycopy(head, 0, file, 0, head.length);
        return file;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] reply(String fields) {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.writeBytes(ascii("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + program.length + "\r\n\r\n"));
        reply.writeBytes(program);
        return reply.toByteArray();
    }

    private Path download(String path, String fields) throws IOException {
        return new TcpCapture()
                .open(80)
                .asks(ascii("GET " + path + " HTTP/1.1\r\nHost: x.example\r\nUser-Agent: y\r\n\r\n"))
                .answers(reply(fields))
                .close()
                .write(folder.resolve("a.pcap"));
    }

    private Run extract(Path capture, String... more) {
        List<String> words = Stream.concat(
                        Stream.of("extract", "1", "-w", folder.resolve("out").toString(), capture.toString()),
                        Arrays.stream(more))
                .toList();
        return Run.of(words.toArray(String[]::new));
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.sorted().toList();
        }
    }

    private static Map<String, Object> file(Path capture) {
        Map<String, Object> record =
                Run.of("--files", capture.toString(), "-o", "json").records().get(0);
        return Run.object(Run.object(record, "metadata"), "file");
    }

    @Test
    void aDownloadIsHashedNamedAndWritten() throws IOException {
        Path capture = download("/a/setup.exe", "");
        Map<String, Object> file = file(capture);
        assertEquals("MZ executable", file.get("type"));
        assertEquals("setup.exe", file.get("name"));
        Run run = extract(capture);
        assertEquals(Exit.DONE, run.status(), run.err());
        Path written = written().get(0);
        assertEquals("flow1-1-setup.exe", written.getFileName().toString());
        assertArrayEquals(program, Files.readAllBytes(written));
        assertFalse(Files.isExecutable(written));
        assertTrue(run.out().contains("SHA-256 " + file.get("sha256")), run.out());
    }

    @Test
    void nothingIsHashedUnlessAsked() throws IOException {
        Map<String, Object> record = Run.of(download("/setup.exe", "").toString(), "-o", "json")
                .records()
                .get(0);
        assertFalse(Run.object(record, "metadata").containsKey("file"));
    }

    @Test
    void hostileNamesStayInTheFolder() throws IOException {
        String name = "..\\..\\%2e%2e/%2e%2e/a;rm -rf\u00a0$(x)\u001b[2J";
        extract(download("/x", "Content-Disposition: attachment; filename=\"" + name + "\"\r\n"));
        String written = written().get(0).getFileName().toString();
        assertTrue(written.matches("flow1-1-[A-Za-z0-9._-]{1,100}"), written);
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(2, all.count());
        }
    }

    @Test
    void theLimitCutsAndSaysSo() throws IOException {
        Run run = extract(download("/setup.exe", ""), "--max-bytes", "5000");
        assertEquals(Exit.PARTIAL, run.status());
        assertEquals(5000, Files.size(written().get(0)));
        assertTrue(run.out().contains("15,000 bytes beyond --max-bytes left out"), run.out());
    }

    @Test
    void aBareStreamIsAFileAndWhatItLacksIsZeros() throws IOException {
        Path capture = new TcpCapture()
                .open(4444)
                .asks(Arrays.copyOf(program, 9000))
                .loses(1000)
                .asks(Arrays.copyOfRange(program, 10_000, 20_000))
                .close()
                .write(folder.resolve("a.pcap"));
        assertTrue(
                String.valueOf(file(capture).get("seen")).endsWith("20000 bytes, 1000 of them not captured"),
                file(capture).toString());
        assertEquals(Exit.PARTIAL, extract(capture).status());
        byte[] holed = program.clone();
        Arrays.fill(holed, 9000, 10_000, (byte) 0);
        assertArrayEquals(holed, Files.readAllBytes(written().get(0)));
    }

    @Test
    void aFlowWithoutFilesWritesNothing() throws IOException {
        Run run = extract(Path.of("captures/ssh-on-3251.pcap"));
        assertTrue(run.out().contains("nothing was written"), run.out());
        assertFalse(Files.exists(folder.resolve("out")));
        assertEquals(
                Exit.USAGE, Run.of("extract", "1", "captures/ssh-on-3251.pcap").status());
    }

    @Test
    void reviewTellsDisguisedProgramsAndComparesHashes() throws IOException {
        Path capture = download("/cat.jpg", "Content-Type: image/jpeg\r\n");
        String hash = String.valueOf(file(capture).get("sha256"));
        Path list = Files.writeString(folder.resolve("list.txt"), hash + "\n");
        String state = folder.resolve("state").toString();
        Run run = Run.of("review", "--state", state, "--indicators", list.toString(), capture.toString());
        assertTrue(run.out().contains("MZ executable cat.jpg passed as something harmless"), run.out());
        assertTrue(run.out().contains("Indicator " + hash), run.out());
        assertTrue(run.out().contains("called image/jpeg"), run.out());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private void isFoundInside(TcpCapture proxy, String label) throws IOException {
        Path capture = proxy.asks(ascii("GET /a/setup.exe HTTP/1.1\r\nHost: x.example\r\nUser-Agent: y\r\n\r\n"))
                .answers(reply(""))
                .close()
                .write(folder.resolve(label + ".pcap"));
        Map<String, Object> record =
                Run.of("--files", capture.toString(), "-o", "json").records().get(0);
        assertEquals(label, record.get("label"));
        assertEquals("setup.exe", file(capture).get("name"));
        Run run = extract(capture);
        assertEquals(Exit.DONE, run.status(), run.err());
        assertArrayEquals(program, Files.readAllBytes(written().get(0)));
    }

    @Test
    void aDownloadThroughSocks5IsFound() throws IOException {
        byte[] request = new byte[4 + 1 + 9 + 2];
        System.arraycopy(bytes(5, 1, 0, 3, 9), 0, request, 0, 5);
        System.arraycopy(ascii("x.example"), 0, request, 5, 9);
        request[15] = 80;
        isFoundInside(
                new TcpCapture()
                        .open(1080)
                        .asks(bytes(5, 2, 0, 2))
                        .answers(bytes(5, 2))
                        .asks(bytes(1, 3, 'b', 'o', 'b', 2, 'p', 'w'))
                        .answers(bytes(1, 0))
                        .asks(request)
                        .answers(bytes(5, 0, 0, 1, 10, 0, 0, 9, 0, 80)),
                "socks");
    }

    @Test
    void aDownloadThroughSocks4IsFound() throws IOException {
        isFoundInside(
                new TcpCapture()
                        .open(1080)
                        .asks(bytes(4, 1, 0, 80, 203, 0, 113, 7, 'b', 'o', 'b', 0))
                        .answers(bytes(0, 90, 0, 80, 203, 0, 113, 7)),
                "socks");
    }

    @Test
    void aDownloadThroughAnHttpProxyIsFound() throws IOException {
        isFoundInside(
                new TcpCapture()
                        .open(8080)
                        .asks(ascii("CONNECT x.example:80 HTTP/1.1\r\nHost: x.example:80\r\n\r\n"))
                        .answers(ascii("HTTP/1.1 200 Connection established\r\n\r\n")),
                "http");
    }
}
