package dev.periplus.transfer;

import static dev.periplus.transfer.FilesOf.ascii;
import static dev.periplus.transfer.FilesOf.join;
import static dev.periplus.transfer.FilesOf.program;
import static dev.periplus.transfer.FilesOf.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class HttpBodiesTest {
    private static final int CLIENT = 0;
    private static final int SERVER = 1;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final byte[] file = program(5000 + random.nextInt(9000), random);
    private final FilesOf files = new FilesOf((found, held) -> new HttpBodies(found), random);

    HttpBodiesTest() {
        System.out.println("seed " + seed);
    }

    private static byte[] get(String path) {
        return ascii("GET " + path + " HTTP/1.1\r\nHost: x.example\r\n\r\n");
    }

    private static byte[] ok(String fields) {
        return ascii("HTTP/1.1 200 OK\r\nServer: x\r\n" + fields + "\r\n");
    }

    private static String length(byte[] body) {
        return "Content-Length: " + body.length + "\r\n";
    }

    private void isWhole(int index, String name) {
        assertEquals(name, files.file(index).name());
        assertTrue(files.file(index).isWhole());
        assertEquals(sha256(file), files.file(index).sha256());
        assertArrayEquals(file, files.bytes(index));
        assertEquals("pe", String.valueOf(files.file(index).type()).replaceAll(".*id=(\\w+).*", "$1"));
    }

    @Test
    void aBodyOfStatedLengthIsAFileAndTheNextOneFollows() {
        files.says(CLIENT, get("/a/b/setup.exe?x=1"), get("/c.exe"));
        files.says(SERVER, ok(length(file)), file, ok(length(file)), file).ends();
        assertEquals(2, files.count());
        isWhole(0, "setup.exe");
        isWhole(1, "c.exe");
    }

    @Test
    void chunksAndTrailersArePutTogether() {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int at = 0; at < file.length; ) {
            int count = Math.min(file.length - at, 1 + random.nextInt(2000));
            chunks.writeBytes(ascii(Integer.toHexString(count) + ";x=y\r\n"));
            chunks.write(file, at, count);
            chunks.writeBytes(ascii("\r\n"));
            at += count;
        }
        files.says(CLIENT, get("/setup.exe"), get("/c.exe"));
        files.says(SERVER, ok("Transfer-Encoding: chunked\r\n"), chunks.toByteArray(), ascii("0\r\nA: b\r\n\r\n"));
        files.says(SERVER, ok(length(file)), file).ends();
        isWhole(0, "setup.exe");
        isWhole(1, "c.exe");
    }

    @Test
    void encodedBodiesAreFilesAsTheyWereBefore() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(file);
        }
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(file);
        }
        // RFC 1952: the same with an extra field, a name and a comment.
        byte[] plain = gzip.toByteArray();
        byte[] named = join(
                new byte[] {0x1f, (byte) 0x8b, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'a', 'b', 'n', 0, 'c', 0},
                Arrays.copyOfRange(plain, 10, plain.length));
        files.says(CLIENT, get("/1"), get("/2"), get("/3"));
        files.says(SERVER, ok("Content-Encoding: gzip\r\n" + length(plain)), plain);
        files.says(SERVER, ok("Content-Encoding: deflate\r\n" + length(zlib.toByteArray())), zlib.toByteArray());
        files.says(SERVER, ok("Content-Encoding: gzip\r\n" + length(named)), named)
                .ends();
        isWhole(0, "1");
        isWhole(1, "2");
        isWhole(2, "3");
    }

    @Test
    void aDamagedEncodingHasNoHash() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(file);
        }
        byte[] broken = gzip.toByteArray();
        Arrays.fill(broken, 2000, 2200, (byte) 0xff);
        files.says(CLIENT, get("/1"));
        files.says(SERVER, ok("Content-Encoding: gzip\r\n" + length(broken)), broken)
                .ends();
        assertNull(files.file(0).sha256());
        assertFalse(files.file(0).isWhole());
    }

    @Test
    void uploadsAreFilesToo() {
        files.says(CLIENT, ascii("PUT /up.exe HTTP/1.1\r\nHost: x\r\n" + length(file) + "\r\n"), file);
        byte[] form = join(
                ascii("--B-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--B-1\r\n"
                        + "Content-Disposition: form-data; name=\"f\"; filename=\"tool.exe\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n"),
                file,
                ascii("\r\n--B-1--\r\n"));
        files.says(
                CLIENT,
                ascii("POST /up HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B-1\r\n"
                        + length(form) + "\r\n"),
                form);
        files.ends();
        assertEquals(2, files.count());
        isWhole(0, "up.exe");
        isWhole(1, "tool.exe");
    }

    @Test
    void whatIsMissingIsToldAndTheNextMessageIsRead() {
        files.says(CLIENT, get("/1.exe"), get("/2.exe"));
        files.says(SERVER, ok(length(file)), Arrays.copyOf(file, 2000)).misses(SERVER, 1000);
        files.says(SERVER, Arrays.copyOfRange(file, 3000, file.length), ok(length(file)), file)
                .ends();
        byte[] holed = file.clone();
        Arrays.fill(holed, 2000, 3000, (byte) 0);
        assertEquals(1000, files.file(0).missing());
        assertEquals(file.length, files.file(0).size());
        assertNull(files.file(0).sha256());
        assertArrayEquals(holed, files.bytes(0));
        isWhole(1, "2.exe");
    }

    @Test
    void aBodyThatEndsWithTheStreamAndOneThatIsCutShort() {
        files.says(CLIENT, get("/1.exe"))
                .says(SERVER, ascii("HTTP/1.0 200 OK\r\n\r\n"), file)
                .ends();
        isWhole(0, "1.exe");
        FilesOf cut = new FilesOf((found, held) -> new HttpBodies(found), random);
        cut.says(CLIENT, get("/1.exe"))
                .says(SERVER, ok(length(file)), Arrays.copyOf(file, 3000))
                .ends();
        assertFalse(cut.file(0).isWhole());
    }

    @Test
    void aRangeIsNoWholeFile() {
        String range = "Content-Range: bytes 100-" + (99 + file.length) + "/" + (file.length + 100) + "\r\n";
        files.says(CLIENT, get("/1.exe"));
        files.says(SERVER, ascii("HTTP/1.1 206 Partial Content\r\n" + range + length(file) + "\r\n"), file)
                .ends();
        assertTrue(files.file(0).isDamaged());
        assertNull(files.file(0).sha256());
    }

    @Test
    void repliesWithoutBodiesHoldNoFiles() {
        files.says(CLIENT, ascii("HEAD /1.exe HTTP/1.1\r\n\r\n"), get("/2.exe"));
        files.says(SERVER, ok(length(file)), ok(length(file)), file).ends();
        assertEquals(1, files.count());
        isWhole(0, "2.exe");
        FilesOf tunnel = new FilesOf((found, held) -> new HttpBodies(found), random);
        tunnel.says(CLIENT, ascii("CONNECT x:443 HTTP/1.1\r\n\r\n"))
                .says(SERVER, ok(""), file)
                .ends();
        assertEquals(0, tunnel.count());
    }

    @Test
    void aStatedLengthThatNeverComesCostsNothing() {
        files.says(CLIENT, get("/1.exe"));
        files.says(SERVER, ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7ffffffffffffff\r\n"), file);
        files.misses(SERVER, 1L << 40).ends();
        assertEquals(file.length, files.bytes(0).length);
        assertFalse(files.file(0).isWhole());
    }

    @Test
    void noBytesMakeItFail() {
        String[] words = {
            "HTTP/1.1 200 OK\r\n",
            "Content-Length: ",
            "\r\n",
            "\r\n\r\n",
            "chunked",
            "Transfer-Encoding: ",
            "gzip",
            "Content-Encoding: ",
            "7fffffffffffffff",
            "GET / HTTP/1.1\r\n",
            "multipart/form-data; boundary=\"B\"",
            "--B\r\n",
            "Content-Type: ",
            "Content-Range: bytes 5-2/1\r\n",
            "Content-Disposition: ; filename*=''%zz\r\n",
            "99999"
        };
        for (int round = 0; round < 2000; round++) {
            FilesOf any = new FilesOf((found, held) -> new HttpBodies(found), random);
            for (int i = random.nextInt(20); i > 0; i--) {
                byte[] noise = new byte[random.nextInt(4)];
                random.nextBytes(noise);
                any.says(random.nextInt(2), ascii(words[random.nextInt(words.length)]), noise);
                if (random.nextInt(8) == 0) {
                    any.misses(random.nextInt(2), 1 + random.nextInt(100_000));
                }
            }
            any.ends();
        }
    }
}
