package dev.periplus.decrypt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decrypt.Secret.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyLogReaderTest {
    private static final String RANDOM = "0123456789abcdef".repeat(4);
    private static final String SECRET = "00112233445566778899aabbccddeeff".repeat(2);

    private final SecretStore logs = new SecretStore();
    private final SecretStore store = new SecretStore(logs);

    private void read(String log) throws IOException {
        new KeyLogReader(logs, "k").read(new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private Secret find(Kind kind) {
        byte[] random = java.util.HexFormat.of().parseHex("ff" + RANDOM);
        return store.find(random, 1, kind, 0, 1);
    }

    @Test
    void linesOfAnyEndAreRead() throws IOException {
        read("# comment\r\n\r\nSERVER_TRAFFIC_SECRET_0 " + RANDOM + " " + SECRET + "\r\nCLIENT_TRAFFIC_SECRET_0 "
                + RANDOM.toUpperCase(java.util.Locale.ROOT) + " " + SECRET + " ");
        Secret server = find(Kind.SERVER_TRAFFIC_SECRET_0);
        assertEquals("SERVER_TRAFFIC_SECRET_0 of k line 3", server.says());
        assertArrayEquals(java.util.HexFormat.of().parseHex(SECRET), server.bytes());
        assertEquals(4, find(Kind.CLIENT_TRAFFIC_SECRET_0).line());
        assertNull(find(Kind.CLIENT_RANDOM));
        assertEquals(0, store.malformed());
    }

    @Test
    void labelsThatOpenNothingAreNoErrors() throws IOException {
        read("EXPORTER_SECRET " + RANDOM + " " + SECRET + "\nRSA 0011 2233\nQUIC_CLIENT_TRAFFIC_SECRET_0 " + RANDOM
                + " " + SECRET);
        assertEquals(0, store.malformed());
        assertNotNull(find(Kind.CLIENT_TRAFFIC_SECRET_0));
    }

    @Test
    void linesThatAreNoneAreCounted() throws IOException {
        read("hello\nCLIENT_RANDOM " + RANDOM + " " + SECRET + "\nCLIENT_TRAFFIC_SECRET_0 " + RANDOM.substring(2) + " "
                + SECRET + "\nCLIENT_TRAFFIC_SECRET_0 " + RANDOM + " " + SECRET.replace('0', 'x') + "\n\u0000\u0001\n");
        assertEquals(5, store.malformed());
        assertTrue(!store.isAny(0, 1));
    }

    /** A line of a gigabyte, in pieces as a file gives them. */
    @Test
    void aLineOfAnyLengthTakesNoMemory() throws IOException {
        InputStream endless = new InputStream() {
            private long left = 1L << 30;

            @Override
            public int read() {
                return left-- > 0 ? 'A' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int count = (int) Math.min(left, length);
                left -= count;
                java.util.Arrays.fill(into, offset, offset + count, (byte) 'A');
                return count == 0 ? -1 : count;
            }
        };
        new KeyLogReader(logs, "k").read(endless);
        assertEquals(1, store.malformed());
    }

    @Test
    void secretsBeyondTheBoundAreDroppedAndCounted() {
        SecretStore small = new SecretStore(null, 10);
        for (int i = 0; i < 25; i++) {
            String random = String.format("%064x", i);
            byte[] line =
                    ("CLIENT_TRAFFIC_SECRET_0 " + random + " " + SECRET + "\n").getBytes(StandardCharsets.US_ASCII);
            new KeyLogReader(small, "k").read(line, 0, line.length);
        }
        assertEquals(15, small.dropped());
    }

    @Test
    void theSameSecretCountsOnce() throws IOException {
        String line = "CLIENT_TRAFFIC_SECRET_0 " + RANDOM + " " + SECRET + "\n";
        read(line.repeat(1000));
        assertEquals(0, store.dropped());
        read(line.replace("00112233", "ffffffff"));
        assertEquals(
                "CLIENT_TRAFFIC_SECRET_0 of k line 1",
                find(Kind.CLIENT_TRAFFIC_SECRET_0).says());
    }

    @Test
    void logsHaveDigests() throws IOException {
        String before = logs.digest();
        read("# one\n");
        assertNotEquals(before, logs.digest());
    }
}
