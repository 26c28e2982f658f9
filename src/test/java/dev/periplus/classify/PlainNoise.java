package dev.periplus.classify;

import dev.periplus.classify.Noise.Form;
import dev.periplus.classify.Noise.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/** Noise without framing: random, sparse, compressed and numeric bytes. */
final class PlainNoise {
    /** Shares of zero bytes, in percent. */
    static final int[] ZEROS = {0, 20, 40, 55, 70};

    /** Numbers that programs send most. */
    private static final int[] SMALL = {0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 8, 10, 16};

    private PlainNoise() {}

    static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>(List.of(
                new Kind("random", random -> (byClient, size) -> bytes(random, size)),
                new Kind("zero", random -> (byClient, size) -> new byte[size]),
                new Kind("compressed", PlainNoise::compressed),
                new Kind("counter", PlainNoise::counter),
                new Kind("repeated", PlainNoise::repeated),
                new Kind("sensor", PlainNoise::sensor),
                new Kind("floats", PlainNoise::floats),
                new Kind("samples", PlainNoise::samples),
                new Kind("positions", PlainNoise::positions),
                new Kind("islands", PlainNoise::islands)));
        for (int zeros : ZEROS) {
            if (zeros > 0) {
                kinds.add(new Kind(
                        "sparse-small-" + zeros, random -> (byClient, size) -> fill(random, size, zeros, true)));
                kinds.add(new Kind("sparse-" + zeros, random -> (byClient, size) -> fill(random, size, zeros, false)));
            }
            kinds.add(new Kind("fixed-fields-" + zeros, random -> fixedFields(random, zeros)));
        }
        return kinds;
    }

    static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[Math.max(0, size)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Bytes of which {@code zeros} percent are zero; the others are random, or small numbers. */
    static byte[] fill(Random random, int size, int zeros, boolean small) {
        byte[] bytes = bytes(random, size);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(100) < zeros) {
                bytes[i] = 0;
            } else if (small) {
                bytes[i] = (byte) small(random);
            }
        }
        return bytes;
    }

    static int small(Random random) {
        int one = random.nextInt(SMALL.length + 2);
        return one < SMALL.length ? SMALL[one] : random.nextInt(one == SMALL.length ? 32 : 256);
    }

    static ByteOrder order(Random random) {
        return random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Deflated text (RFC 1951), with or without the header of RFC 1950. */
    private static Form compressed(Random random) {
        boolean bare = random.nextBoolean();
        return (byClient, size) -> {
            Deflater deflater = new Deflater(1 + random.nextInt(9), bare);
            try {
                byte[] packed = new byte[size];
                int done = 0;
                while (done < size) {
                    String text = TextNoise.lines(random, 4096, "\n", random.nextBoolean());
                    deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
                    done += deflater.deflate(packed, done, size - done, Deflater.SYNC_FLUSH);
                }
                return packed;
            } finally {
                deflater.end();
            }
        };
    }

    /** Numbers of 8, 16 or 32 bits that count up by one, from 0 or a random value. */
    private static Form counter(Random random) {
        int width = 1 << random.nextInt(3);
        ByteOrder order = order(random);
        int[] value = {random.nextBoolean() ? 0 : random.nextInt(), random.nextInt()};
        return (byClient, size) -> {
            ByteBuffer out = ByteBuffer.allocate(size + width).order(order);
            while (out.position() < size) {
                number(out, width, value[byClient ? 0 : 1]++);
            }
            return Arrays.copyOf(out.array(), size);
        };
    }

    private static Form repeated(Random random) {
        byte[] pattern = bytes(random, 1 + random.nextInt(8));
        return (byClient, size) -> {
            byte[] out = new byte[size];
            for (int i = 0; i < size; i++) {
                out[i] = pattern[i % pattern.length];
            }
            return out;
        };
    }

    /** Structures of small numbers, flags and floating point values that change a little from one to the next. */
    private static Form sensor(Random random) {
        ByteOrder order = order(random);
        int[] layout = random.ints(1 + random.nextInt(8), 0, 5).toArray();
        double[] values = random.doubles(layout.length, 0, random.nextBoolean() ? 10 : 3000)
                .toArray();
        return (byClient, size) -> {
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

    private static Form floats(Random random) {
        ByteOrder order = order(random);
        double phase = random.nextDouble();
        return (byClient, size) -> {
            ByteBuffer out = ByteBuffer.allocate(8 + size / 4 * 4).order(order);
            double at = random.nextInt(50);
            for (int i = 0; out.remaining() >= 4; i++) {
                out.putFloat((float) (Math.sin(at + i / 7.0 + phase) * 50 + 20));
            }
            return out.array();
        };
    }

    private static Form samples(Random random) {
        ByteOrder order = order(random);
        int loudness = 1 << random.nextInt(15);
        return (byClient, size) -> {
            ByteBuffer out = ByteBuffer.allocate(8 + size / 2 * 2).order(order);
            double at = random.nextInt(50);
            for (int i = 0; out.remaining() >= 2; i++) {
                out.putShort((short) (Math.sin(at + i / 9.0) * loudness));
            }
            return out.array();
        };
    }

    /** Seconds, nanoseconds and two coordinates, then a few small fields. */
    private static Form positions(Random random) {
        ByteOrder order = order(random);
        int[] seconds = {1_700_000_000};
        return (byClient, size) -> ByteBuffer.allocate(24 + size % 40)
                .order(order)
                .putInt(seconds[0]++)
                .putInt(random.nextInt(1_000_000_000))
                .putDouble(random.nextDouble() * 90)
                .putDouble(random.nextDouble() * 180)
                .put(fill(random, size % 40, 70, true))
                .array();
    }

    /** Short runs of random bytes between long runs of zero or 0xff. */
    private static Form islands(Random random) {
        byte sea = (byte) (random.nextInt(3) == 0 ? 0xff : 0);
        return (byClient, size) -> {
            byte[] out = new byte[size];
            Arrays.fill(out, sea);
            for (int at = random.nextInt(24); at < size; at += 4 + random.nextInt(60)) {
                byte[] island = bytes(random, Math.min(size - at, 1 + random.nextInt(4)));
                System.arraycopy(island, 0, out, at, island.length);
            }
            return out;
        };
    }

    /** A structure whose fields of 1, 2 and 4 bytes are each constant, counting, small or random. */
    private static Form fixedFields(Random random, int zeros) {
        ByteOrder order = order(random);
        int fields = 3 + random.nextInt(14);
        int[] widths = new int[fields];
        int[] habits = new int[fields];
        int[] values = new int[fields];
        for (int i = 0; i < fields; i++) {
            widths[i] = 1 << random.nextInt(3);
            habits[i] = random.nextInt(100) < zeros ? 0 : 1 + random.nextInt(4);
            values[i] = habits[i] == 0 ? 0 : random.nextBoolean() ? small(random) : random.nextInt();
        }
        return (byClient, size) -> {
            ByteBuffer out = ByteBuffer.allocate(4 * fields).order(order);
            for (int i = 0; i < fields; i++) {
                values[i] += habits[i] == 2 ? 1 : 0;
                int value = habits[i] == 3 ? small(random) : habits[i] == 4 ? random.nextInt() : values[i];
                number(out, widths[i], value);
            }
            return Arrays.copyOf(out.array(), out.position());
        };
    }

    static void number(ByteBuffer out, int width, int value) {
        switch (width) {
            case 1 -> out.put((byte) value);
            case 2 -> out.putShort((short) value);
            case 3 -> {
                boolean big = out.order() == ByteOrder.BIG_ENDIAN;
                out.put((byte) (big ? value >>> 16 : value));
                out.put((byte) (value >>> 8));
                out.put((byte) (big ? value : value >>> 16));
            }
            default -> out.putInt(value);
        }
    }
}
