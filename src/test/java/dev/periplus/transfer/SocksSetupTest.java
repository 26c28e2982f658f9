package dev.periplus.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What passes through a SOCKS proxy, however its setup is cut, and whatever stands in its place. */
class SocksSetupTest {
    private static final byte[] ASKING = {5, 1, 0, 5, 1, 0, 1, 10, 0, 0, 9, 0, 80};
    private static final byte[] ANSWER = {5, 0, 5, 0, 0, 3, 1, 'x', 0, 80};

    /** What a side is handed on. */
    private static final class Heard implements Carrier {
        private final ByteArrayOutputStream[] sides = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};

        @Override
        public void bytes(int side, byte[] from, int offset, int length) {
            sides[side].write(from, offset, length);
        }

        @Override
        public void missing(int side, long count) {}

        @Override
        public void ended(int side, boolean closed) {}
    }

    private static byte[] with(byte[] setup, String text) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(setup);
        all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    private static void send(Carrier carrier, int side, byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            carrier.bytes(side, bytes, at, Math.min(piece, bytes.length - at));
        }
    }

    @Test
    void theInsideIsTheSameHoweverItIsCut() {
        for (int piece = 1; piece < 20; piece++) {
            Heard heard = new Heard();
            SocksSetup setup = new SocksSetup(heard, 1);
            send(setup, 1, with(ASKING, "GET"), piece);
            send(setup, 0, with(ANSWER, "HTTP"), piece);
            assertEquals("GET", heard.sides[1].toString(StandardCharsets.US_ASCII));
            assertEquals("HTTP", heard.sides[0].toString(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aSetupThatIsNotCapturedHandsOnNothing() {
        Heard heard = new Heard();
        SocksSetup setup = new SocksSetup(heard, 0);
        setup.bytes(0, ASKING, 0, 4);
        setup.missing(0, 3);
        send(setup, 0, with(ASKING, "GET"), 100);
        assertEquals(0, heard.sides[0].size());
    }

    @Test
    void noiseIsNeitherKeptNorThrown() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            Heard heard = new Heard();
            SocksSetup setup = new SocksSetup(heard, 0);
            byte[] noise = new byte[1 + random.nextInt(5_000)];
            random.nextBytes(noise);
            noise[0] = (byte) (random.nextBoolean() ? 5 : random.nextInt(6));
            send(setup, random.nextInt(2), noise, 1 + random.nextInt(700));
            assertTrue(heard.sides[0].size() < noise.length, "seed " + seed);
        }
    }
}
