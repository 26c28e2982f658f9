package dev.periplus.classify;

import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decode.Packet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * Generates conversations that belong to no protocol, so that every label on one is wrong. The same seed gives the same
 * conversations.
 */
public final class Noise {
    private static final int LARGEST = 1400;
    private static final int MESSAGES = 6;
    private static final String[] WORDS = {
        "the", "of", "and", "to", "a", "in", "that", "it", "was", "for", "on", "with", "as", "his", "they", "at", "be",
        "this", "from", "have", "or", "by", "one", "had", "not", "but", "what", "all", "were", "when", "we", "there",
        "can", "an", "your", "which", "their", "said", "if", "do", "will", "each", "about", "how", "up", "out", "them",
        "harbour", "sailing", "wind", "north", "water", "captain", "island", "morning", "market", "letter", "number",
        "please", "hello", "user", "open", "close", "get", "set", "list", "version", "ready", "error", "status", "data"
    };

    /** What the bytes of a conversation look like. */
    public enum Kind {
        RANDOM,
        TEXT,
        COMPRESSED,
        ZERO,
        COUNTER,
        RECORDS,
        REPEATED,
        SENSOR
    }

    /** Generates payloads for one side of a conversation, with the same structure in every message. */
    private interface Form {
        byte[] next(int size);
    }

    private final Random random;

    public Noise(long seed) {
        random = new Random(seed);
    }

    /** TCP or UDP, one to six messages per side of 1 to 1,400 bytes; half of the sides keep to one message size. */
    public Conversation next(Kind kind) {
        boolean tcp = random.nextBoolean();
        int[] left = {1 + random.nextInt(MESSAGES), 1 + random.nextInt(MESSAGES)};
        int[] steady = {random.nextBoolean() ? size() : 0, random.nextBoolean() ? size() : 0};
        Form[] forms = {form(kind), form(kind)};
        List<Turn> turns = new ArrayList<>();
        int side = tcp && random.nextInt(4) == 0 ? 1 : 0;
        while (left[0] + left[1] > 0) {
            if (left[side] > 0) {
                left[side]--;
                turns.add(new Turn(side == 0, forms[side].next(steady[side] > 0 ? steady[side] : size())));
            }
            side = random.nextInt(5) == 0 ? side : 1 - side;
        }
        return new Conversation(tcp ? Packet.TCP : Packet.UDP, turns);
    }

    /** Small sizes are as likely as large ones. */
    private int size() {
        return random.nextBoolean()
                ? 1 + random.nextInt(LARGEST)
                : (int) Math.min(LARGEST, Math.pow(2, random.nextDouble() * 10.5));
    }

    private Form form(Kind kind) {
        return switch (kind) {
            case RANDOM -> this::bytes;
            case TEXT -> text();
            case COMPRESSED -> compressed();
            case ZERO -> byte[]::new;
            case COUNTER -> counter();
            case RECORDS -> records();
            case REPEATED -> repeated();
            case SENSOR -> sensor();
        };
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private Form text() {
        String end = random.nextBoolean() ? "\r\n" : "\n";
        boolean fields = random.nextInt(4) == 0;
        return size -> lines(size, end, fields).getBytes(StandardCharsets.US_ASCII);
    }

    /** Lines of English words, or of a word and a value; the last line ends with the message. */
    private String lines(int size, String end, boolean fields) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            StringBuilder line = new StringBuilder(word());
            int words = 1 + random.nextInt(12);
            if (fields) {
                line.append(random.nextBoolean() ? ": " : "=").append(random.nextInt(10_000));
            } else {
                for (int i = 0; i < words; i++) {
                    line.append(random.nextInt(10) == 0 ? ", " : " ")
                            .append(random.nextInt(15) == 0 ? "" + random.nextInt(1000) : word());
                }
                line.append(random.nextInt(3) == 0 ? "" : ".");
            }
            if (random.nextBoolean()) {
                line.setCharAt(0, Character.toUpperCase(line.charAt(0)));
            }
            text.append(line).append(end);
        }
        int body = Math.max(0, size - end.length());
        return (text.substring(0, body) + end).substring(0, size);
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** Deflated text (RFC 1951), with or without the header of RFC 1950. */
    private Form compressed() {
        boolean bare = random.nextBoolean();
        return size -> {
            Deflater deflater = new Deflater(1 + random.nextInt(9), bare);
            try {
                byte[] packed = new byte[size];
                int done = 0;
                while (done < size) {
                    deflater.setInput(lines(4096, "\n", random.nextBoolean()).getBytes(StandardCharsets.US_ASCII));
                    int more = deflater.deflate(packed, done, size - done, Deflater.SYNC_FLUSH);
                    done += more;
                }
                return packed;
            } finally {
                deflater.end();
            }
        };
    }

    /** Numbers of 8, 16 or 32 bits that count up by one, from 0 or a random value. */
    private Form counter() {
        int width = 1 << random.nextInt(3);
        ByteOrder order = order();
        int[] value = {random.nextBoolean() ? 0 : random.nextInt()};
        return size -> {
            ByteBuffer out = ByteBuffer.allocate(size + width).order(order);
            while (out.position() < size) {
                number(out, width, value[0]++);
            }
            return Arrays.copyOf(out.array(), size);
        };
    }

    /** Encrypted records, each after its length, which may include itself. */
    private Form records() {
        int width = random.nextBoolean() ? 2 : 4;
        int counted = random.nextBoolean() ? width : 0;
        ByteOrder order = order();
        return size -> {
            ByteBuffer out = ByteBuffer.allocate(size).order(order);
            while (out.remaining() > width) {
                int length = random.nextInt(3) > 0 ? out.remaining() - width : random.nextInt(out.remaining() - width);
                number(out, width, length + counted);
                out.put(bytes(length));
            }
            out.put(bytes(out.remaining()));
            return out.array();
        };
    }

    private Form repeated() {
        byte[] pattern = bytes(1 + random.nextInt(8));
        return size -> {
            byte[] out = new byte[size];
            for (int i = 0; i < size; i++) {
                out[i] = pattern[i % pattern.length];
            }
            return out;
        };
    }

    /** Structures of small numbers, flags and floating point values that change a little from one to the next. */
    private Form sensor() {
        ByteOrder order = order();
        int[] layout = random.ints(1 + random.nextInt(8), 0, 5).toArray();
        double[] values = random.doubles(layout.length, 0, random.nextBoolean() ? 10 : 3000)
                .toArray();
        return size -> {
            ByteBuffer out = ByteBuffer.allocate(size + Double.BYTES).order(order);
            for (int field = 0; out.position() < size; field = (field + 1) % layout.length) {
                values[field] += random.nextInt(5) - 2 + random.nextDouble();
                switch (layout[field]) {
                    case 3 -> out.putFloat((float) values[field]);
                    case 4 -> out.putDouble(values[field]);
                    default -> number(out, 1 << layout[field], (int) values[field]);
                }
            }
            return Arrays.copyOf(out.array(), size);
        };
    }

    private ByteOrder order() {
        return random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static void number(ByteBuffer out, int width, int value) {
        switch (width) {
            case 1 -> out.put((byte) value);
            case 2 -> out.putShort((short) value);
            default -> out.putInt(value);
        }
    }
}
