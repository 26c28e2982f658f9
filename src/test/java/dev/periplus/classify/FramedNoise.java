package dev.periplus.classify;

import static dev.periplus.classify.PlainNoise.bytes;
import static dev.periplus.classify.PlainNoise.fill;
import static dev.periplus.classify.PlainNoise.number;
import static dev.periplus.classify.PlainNoise.small;

import dev.periplus.classify.Noise.Form;
import dev.periplus.classify.Noise.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Noise in frames: after lengths, types and sequence numbers, or between marks. */
final class FramedNoise {
    private static final int LONGEST_BODY = 200;

    private FramedNoise() {}

    /** How a frame is laid out; numbers are in {@code order}. */
    private record Layout(ByteOrder order, int width, boolean countsItself, int zeros) {
        /** Whether bytes that are not zero are small numbers. */
        private byte[] body(Random random, int size) {
            return fill(random, size, zeros, zeros > 50 || random.nextBoolean());
        }

        private String name() {
            return "u" + width * 8 + (order == ByteOrder.BIG_ENDIAN ? "-be" : "-le") + (countsItself ? "-whole" : "")
                    + "-" + zeros;
        }
    }

    static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (Layout layout : layouts()) {
            kinds.add(new Kind("length-" + layout.name(), random -> lengthPrefixed(random, layout)));
            if (layout.width < 3) {
                kinds.add(new Kind("type-length-sequence-" + layout.name(), random -> typed(random, layout)));
            }
            if (layout.width != 3) {
                kinds.add(new Kind("command-status-" + layout.name(), random -> command(random, layout, 1L << 31)));
                kinds.add(new Kind("call-" + layout.name(), random -> command(random, layout, random.nextInt(2))));
                kinds.add(new Kind("magic-" + layout.name(), random -> magic(random, layout)));
            }
        }
        for (int zeros : PlainNoise.ZEROS) {
            kinds.add(new Kind("slip-" + zeros, random -> between(random, 0xc0, 0xc0, zeros)));
            kinds.add(new Kind("hdlc-" + zeros, random -> between(random, 0x7e, 0x7e, zeros)));
            kinds.add(new Kind("stx-" + zeros, random -> between(random, 0x02, 0x03, zeros)));
            kinds.add(new Kind("echoed-id-" + zeros, random -> echoedId(random, zeros)));
            kinds.add(new Kind("checked-" + zeros, random -> checked(random, zeros)));
        }
        for (int zeros : PlainNoise.ZEROS) {
            kinds.add(new Kind("version-type-length-" + zeros, random -> versioned(random, zeros)));
            kinds.add(new Kind("type-sequence-time-" + zeros, random -> timed(random, zeros)));
        }
        kinds.add(new Kind("records", FramedNoise::records));
        kinds.add(new Kind("esp-like", FramedNoise::esp));
        return kinds;
    }

    /** Version, type, a number that says nothing and a length, as many headers of eight bytes. */
    private static Form versioned(Random random, int zeros) {
        int version = 1 + random.nextInt(4);
        int type = small(random);
        return (byClient, size) -> {
            byte[] body = fill(random, size % LONGEST_BODY, zeros, true);
            ByteBuffer out = ByteBuffer.allocate(8 + body.length);
            out.put((byte) version).put((byte) (byClient ? type : type + 1)).putShort((short) 0);
            return out.putInt(body.length).put(body).array();
        };
    }

    /** Type, flags, sequence number, seconds and the sender's number, in datagrams of sensors. */
    private static Form timed(Random random, int zeros) {
        int type = random.nextInt(128);
        int[] now = {random.nextInt(1 << 16), 1_700_000_000 + random.nextInt(1 << 24)};
        int sender = random.nextInt();
        return (byClient, size) -> {
            byte[] body = fill(random, size % LONGEST_BODY, zeros, true);
            ByteBuffer out = ByteBuffer.allocate(12 + body.length);
            out.put((byte) type).put((byte) (byClient ? 0 : 1)).putShort((short) now[0]++);
            return out.putInt(now[1]++).putInt(sender).put(body).array();
        };
    }

    private static List<Layout> layouts() {
        List<Layout> layouts = new ArrayList<>();
        for (int width = 1; width <= 4; width++) {
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                for (boolean countsItself : new boolean[] {false, true}) {
                    for (int zeros : new int[] {0, 30, 50, 70}) {
                        if (width > 1 || order == ByteOrder.BIG_ENDIAN) {
                            layouts.add(new Layout(order, width, countsItself, zeros));
                        }
                    }
                }
            }
        }
        return layouts;
    }

    private static Form lengthPrefixed(Random random, Layout layout) {
        return (byClient, size) -> {
            byte[] body = layout.body(random, size % LONGEST_BODY);
            ByteBuffer out = ByteBuffer.allocate(layout.width + body.length).order(layout.order);
            number(out, layout.width, body.length + (layout.countsItself ? layout.width : 0));
            return out.put(body).array();
        };
    }

    /** Type, length and sequence number, as many messages of devices begin. */
    private static Form typed(Random random, Layout layout) {
        int type = small(random);
        int wide = random.nextBoolean() ? 4 : 2;
        int[] sequence = {random.nextBoolean() ? random.nextInt(3) : random.nextInt(1 << 16)};
        int header = 2 * layout.width + wide;
        return (byClient, size) -> {
            byte[] body = layout.body(random, size % LONGEST_BODY);
            ByteBuffer out = ByteBuffer.allocate(header + body.length).order(layout.order);
            number(out, layout.width, byClient ? type : type + 1);
            number(out, layout.width, body.length + (layout.countsItself ? header : 0));
            number(out, wide, sequence[0]++);
            return out.put(body).array();
        };
    }

    /**
     * Length, command, status and sequence number; a reply repeats the sequence number and the command, with
     * {@code answer} added.
     */
    private static Form command(Random random, Layout layout, long answer) {
        int wide = layout.width == 1 ? 2 : layout.width;
        int mark = (int) (wide == 2 && answer > 1 ? answer >>> 16 : answer);
        int header = layout.width + 3 * wide;
        int[] now = {small(random), random.nextBoolean() ? 1 : random.nextInt()};
        return (byClient, size) -> {
            byte[] body = layout.body(random, size % 4 == 0 ? 0 : size % LONGEST_BODY);
            ByteBuffer out = ByteBuffer.allocate(header + body.length).order(layout.order);
            if (byClient) {
                now[0] = random.nextInt(3) == 0 ? small(random) : now[0];
                now[1]++;
            }
            number(out, layout.width, body.length + (layout.countsItself ? header : 0));
            number(out, wide, byClient ? now[0] : now[0] + mark);
            number(out, wide, 0);
            number(out, wide, now[1]);
            return out.put(body).array();
        };
    }

    private static Form magic(Random random, Layout layout) {
        byte[] magic = bytes(random, random.nextBoolean() ? 4 : 2);
        if (random.nextBoolean()) {
            for (int i = 0; i < magic.length; i++) {
                magic[i] = (byte) ('A' + random.nextInt(26));
            }
        }
        int version = 1 + random.nextInt(3);
        int header = magic.length + 2 + layout.width;
        return (byClient, size) -> {
            byte[] body = layout.body(random, size % LONGEST_BODY);
            ByteBuffer out = ByteBuffer.allocate(header + body.length).order(layout.order);
            out.put(magic).put((byte) version).put((byte) (byClient ? 0 : 1));
            number(out, layout.width, body.length + (layout.countsItself ? header : 0));
            return out.put(body).array();
        };
    }

    private static Form between(Random random, int begin, int end, int zeros) {
        boolean small = random.nextBoolean();
        return (byClient, size) -> {
            byte[] body = fill(random, 4 + size % LONGEST_BODY, zeros, small);
            return ByteBuffer.allocate(body.length + 2)
                    .put((byte) begin)
                    .put(body)
                    .put((byte) end)
                    .array();
        };
    }

    /** An identifier that the reply repeats, a type and a body. */
    private static Form echoedId(Random random, int zeros) {
        ByteOrder order = PlainNoise.order(random);
        int wide = random.nextBoolean() ? 4 : 2;
        int before = random.nextInt(3) * 2;
        byte[] head = fill(random, before, 60, true);
        int[] id = {random.nextInt()};
        boolean counts = random.nextBoolean();
        boolean small = random.nextBoolean();
        return (byClient, size) -> {
            id[0] = !byClient ? id[0] : counts ? id[0] + 1 : random.nextInt();
            byte[] body = fill(random, size % LONGEST_BODY, zeros, small);
            ByteBuffer out =
                    ByteBuffer.allocate(before + wide + 2 + body.length).order(order);
            number(out.put(head), wide, id[0]);
            return out.putShort((short) (byClient ? 1 : 2)).put(body).array();
        };
    }

    /** A sum of all bytes at the end. */
    private static Form checked(Random random, int zeros) {
        ByteOrder order = PlainNoise.order(random);
        boolean small = random.nextBoolean();
        return (byClient, size) -> {
            byte[] body = fill(random, 4 + size % LONGEST_BODY, zeros, small);
            int sum = 0;
            for (byte one : body) {
                sum += one & 0xff;
            }
            ByteBuffer out = ByteBuffer.allocate(body.length + 2).order(order);
            return out.put(body).putShort((short) sum).array();
        };
    }

    /** Encrypted records, each after its length, which may include itself; several in a message. */
    private static Form records(Random random) {
        int width = random.nextBoolean() ? 2 : 4;
        int counted = random.nextBoolean() ? width : 0;
        ByteOrder order = PlainNoise.order(random);
        return (byClient, size) -> {
            ByteBuffer out = ByteBuffer.allocate(size).order(order);
            while (out.remaining() > width) {
                int length = random.nextInt(3) > 0 ? out.remaining() - width : random.nextInt(out.remaining() - width);
                number(out, width, length + counted);
                out.put(bytes(random, length));
            }
            out.put(bytes(random, out.remaining()));
            return out.array();
        };
    }

    private static Form esp(Random random) {
        int[] sequences = {random.nextInt(1 << 16), random.nextInt(1 << 16)};
        int[] indexes = {random.nextInt() | 1 << 29, random.nextInt() | 1 << 29};
        return (byClient, size) -> {
            int side = byClient ? 0 : 1;
            byte[] body = bytes(random, (2 + size / 16) * 16 + 12);
            ByteBuffer out = ByteBuffer.allocate(8 + body.length);
            out.putInt(indexes[side]).putInt(++sequences[side]);
            return Arrays.copyOf(out.put(body).array(), 8 + body.length);
        };
    }
}
