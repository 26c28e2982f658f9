package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Role;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Inputs that every detector must handle: split, truncated, damaged and random messages. */
final class DetectorInput {
    private static final int RANDOM_PAYLOADS = 200_000;
    private static final double SHOWN = 40;

    private DetectorInput() {}

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** A BER element with a tag and its parts, in the shortest encoding. */
    static byte[] element(int tag, byte[]... parts) {
        byte[] content = join(parts);
        byte[] head = content.length < 0x80
                ? new byte[] {(byte) tag, (byte) content.length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return join(head, content);
    }

    static byte[] element(int tag, String text) {
        return element(tag, ascii(text));
    }

    /** Returns the findings if the client sends {@code request} and the server {@code reply}; null sends nothing. */
    static RecordingTrail inspect(Detector detector, boolean datagrams, byte[] request, byte[] reply) {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(datagrams);
        Detector.Next next = Detector.Next.MORE;
        if (request != null) {
            next = detector.inspect(exchange.client(request), trail);
        }
        if (reply != null && next == Detector.Next.MORE) {
            detector.inspect(exchange.server(reply), trail);
        }
        return trail;
    }

    /** Same over a stream, one byte per segment. */
    static RecordingTrail inspectByteByByte(Detector detector, byte[] request, byte[] reply) {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false);
        boolean more = true;
        for (int i = 0; i < request.length && more; i++) {
            more = detector.inspect(exchange.client(new byte[] {request[i]}), trail) == Detector.Next.MORE;
        }
        for (int i = 0; i < reply.length && more; i++) {
            more = detector.inspect(exchange.server(new byte[] {reply[i]}), trail) == Detector.Next.MORE;
        }
        return trail;
    }

    /** Every prefix, both as a whole message and as a truncated one: nothing may be thrown. */
    static void survivesEveryCut(Detector detector, boolean datagrams, byte[] request, byte[] reply) {
        for (int length = 0; length < request.length; length++) {
            byte[] prefix = Arrays.copyOf(request, length);
            inspect(detector, datagrams, prefix, reply);
            ExchangeFixture exchange = new ExchangeFixture(datagrams);
            detector.inspect(exchange.speak(Role.CLIENT, prefix, request.length), new RecordingTrail());
        }
        for (int length = 0; length < reply.length; length++) {
            inspect(detector, datagrams, request, Arrays.copyOf(reply, length));
        }
    }

    /** One to eight bytes changed at random: nothing may be thrown. */
    static void survivesDamage(Detector detector, boolean datagrams, byte[] request, byte[] reply) {
        long seed = System.nanoTime();
        System.out.println(detector.name() + " damage seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            inspect(detector, datagrams, damage(request, random), damage(reply, random));
        }
    }

    /**
     * Random payloads from both sides: at most one flow may come near the threshold. A detector that checks 24 bits is met
     * by chance in one of a hundred runs.
     */
    static void silentOnRandomBytes(Detector detector) {
        long seed = System.nanoTime();
        System.out.println(detector.name() + " random seed " + seed);
        Random random = new Random(seed);
        List<RecordingTrail.Found> shown = new ArrayList<>();
        for (int round = 0; round < RANDOM_PAYLOADS; round += 8) {
            boolean datagrams = (round & 8) == 0;
            RecordingTrail trail = new RecordingTrail();
            ExchangeFixture exchange = new ExchangeFixture(datagrams);
            Detector.Next next = Detector.Next.MORE;
            for (int i = 0; i < 8; i++) {
                byte[] payload = new byte[random.nextInt(300)];
                random.nextBytes(payload);
                exchange.speak(random.nextBoolean() ? Role.CLIENT : Role.SERVER, payload, payload.length);
                if (next == Detector.Next.MORE) {
                    next = detector.inspect(exchange, trail);
                } else {
                    RecordingTrail fresh = new RecordingTrail();
                    detector.inspect(exchange, fresh);
                    addShown(fresh, shown);
                }
            }
            addShown(trail, shown);
        }
        assertTrue(shown.size() <= 1, "seed " + seed + ": " + shown);
    }

    private static void addShown(RecordingTrail trail, List<RecordingTrail.Found> shown) {
        trail.found.stream()
                .filter(found -> trail.weight(found.label()) >= SHOWN)
                .findFirst()
                .ifPresent(shown::add);
    }

    private static byte[] damage(byte[] message, Random random) {
        byte[] damaged = message.clone();
        for (int i = random.nextInt(8); i >= 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }
}
