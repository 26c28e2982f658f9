package dev.periplus.classify;

import static dev.periplus.classify.PlainNoise.bytes;
import static dev.periplus.classify.PlainNoise.fill;
import static dev.periplus.classify.PlainNoise.number;
import static dev.periplus.classify.PlainNoise.small;

import dev.periplus.classify.Noise.Form;
import dev.periplus.classify.Noise.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Noise in general encodings: elements with tags and lengths, strings, nested values. */
final class StructuredNoise {
    private static final int[] BER_CONTAINERS = {0x30, 0x30, 0x31, 0xa0, 0xa1, 0x60, 0x61, 0x62, 0x63, 0x64};
    private static final int[] BER_VALUES = {2, 2, 4, 4, 4, 1, 5, 10, 0x80, 0x81, 0x82, 6};
    private static final int DEEPEST = 3;
    private static final int LONGEST = 120;

    private StructuredNoise() {}

    static List<Kind> kinds() {
        return List.of(
                new Kind("tag-length-u8", random -> elements(random, 1)),
                new Kind("tag-length-u16", random -> elements(random, 2)),
                new Kind("tag-length-u32", random -> elements(random, 4)),
                new Kind("ber", random -> (byClient, size) -> ber(random, 0)),
                new Kind("protobuf", random -> (byClient, size) -> protobuf(random, 0)),
                new Kind("protobuf-delimited", random -> (byClient, size) -> delimited(protobuf(random, 0))),
                new Kind("cbor", random -> (byClient, size) -> cbor(random, 0)),
                new Kind("msgpack", random -> (byClient, size) -> msgpack(random, 0)),
                new Kind("document", random -> (byClient, size) -> document(random)),
                new Kind("strings-prefixed", random -> strings(random, false)),
                new Kind("strings-terminated", random -> strings(random, true)),
                new Kind("strings-padded", StructuredNoise::padded));
    }

    /** Elements of tag, length and value, with or without a count before them. */
    private static Form elements(Random random, int width) {
        ByteOrder order = PlainNoise.order(random);
        boolean counted = random.nextBoolean();
        int zeros = random.nextInt(8) * 10;
        return (byClient, size) -> {
            int count = 1 + random.nextInt(6);
            ByteBuffer out = ByteBuffer.allocate(1 + count * (2 * width + 32)).order(order);
            if (counted) {
                out.put((byte) count);
            }
            for (int i = 0; i < count; i++) {
                byte[] value =
                        fill(random, random.nextBoolean() ? 1 << random.nextInt(4) : random.nextInt(32), zeros, true);
                number(out, width, small(random));
                number(out, width, value.length);
                out.put(value);
            }
            return trimmed(out);
        };
    }

    private static byte[] trimmed(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static byte[] word(Random random) {
        return TextNoise.word(random).getBytes(StandardCharsets.US_ASCII);
    }

    /** Elements of ITU-T X.690, at most 120 bytes deep down. */
    private static byte[] ber(Random random, int depth) {
        if (depth > DEEPEST || random.nextInt(5) < 2) {
            int tag = BER_VALUES[random.nextInt(BER_VALUES.length)];
            byte[] value = switch (tag) {
                case 1 -> new byte[] {(byte) 0xff};
                case 5 -> new byte[0];
                case 2 -> bytes(random, 1 + random.nextInt(4));
                case 10 -> new byte[] {(byte) random.nextInt(4)};
                default -> random.nextBoolean() ? bytes(random, random.nextInt(12)) : word(random);
            };
            return tagged(tag, value);
        }
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int left = 1 + random.nextInt(4); left > 0 && parts.size() < LONGEST; left--) {
            parts.writeBytes(ber(random, depth + 1));
        }
        return tagged(BER_CONTAINERS[random.nextInt(BER_CONTAINERS.length)], parts.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length > 255) {
            out.write(0x82);
            out.write(value.length >>> 8);
        } else if (value.length > 127) {
            out.write(0x81);
        }
        out.write(value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] protobuf(Random random, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            int field = 1 + random.nextInt(14);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    out.write(field << 3);
                    varint(out, random.nextBoolean() ? small(random) : random.nextInt(1 << 20));
                }
                case 2 -> {
                    out.write(field << 3 | 5);
                    out.writeBytes(bytes(random, 4));
                }
                case 3 -> {
                    out.write(field << 3 | 1);
                    out.writeBytes(bytes(random, 8));
                }
                default -> {
                    byte[] value = depth < 2 && random.nextInt(3) == 0
                            ? protobuf(random, depth + 1)
                            : random.nextBoolean() ? word(random) : bytes(random, random.nextInt(20));
                    out.write(field << 3 | 2);
                    varint(out, value.length);
                    out.writeBytes(value);
                }
            }
        }
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int left = value;
        for (; left > 127; left >>>= 7) {
            out.write(left & 127 | 128);
        }
        out.write(left);
    }

    private static byte[] delimited(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, body.length);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** RFC 8949, definite lengths. */
    private static byte[] cbor(Random random, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(5);
        out.write((random.nextBoolean() ? 0xa0 : 0x80) | count);
        boolean map = (out.toByteArray()[0] & 0xe0) == 0xa0;
        for (int i = 0; i < count; i++) {
            if (map) {
                text(out, 0x60, 23, random);
            }
            switch (random.nextInt(depth < 2 ? 5 : 4)) {
                case 0 -> out.write(random.nextInt(24));
                case 1 -> {
                    out.write(0x1a);
                    out.writeBytes(bytes(random, 4));
                }
                case 2 -> text(out, 0x60, 23, random);
                case 3 -> out.write(0xf4 + random.nextInt(3));
                default -> out.writeBytes(cbor(random, depth + 1));
            }
        }
        return out.toByteArray();
    }

    private static byte[] msgpack(Random random, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(5);
        boolean map = random.nextBoolean();
        out.write((map ? 0x80 : 0x90) | count);
        for (int i = 0; i < count; i++) {
            if (map) {
                text(out, 0xa0, 31, random);
            }
            switch (random.nextInt(depth < 2 ? 5 : 4)) {
                case 0 -> out.write(random.nextInt(128));
                case 1 -> {
                    out.write(0xce);
                    out.writeBytes(bytes(random, 4));
                }
                case 2 -> text(out, 0xa0, 31, random);
                case 3 -> out.write(0xc2 + random.nextInt(2));
                default -> out.writeBytes(msgpack(random, depth + 1));
            }
        }
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, int tag, int most, Random random) {
        byte[] word = word(random);
        out.write(tag | Math.min(most, word.length));
        out.write(word, 0, Math.min(most, word.length));
    }

    /** A little-endian length that counts itself, elements of type, name and value, and a zero byte. */
    private static byte[] document(Random random) {
        ByteBuffer out = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN).putInt(0);
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            int type = random.nextInt(4);
            byte[] name = word(random);
            out.put((byte) (0x20 + type)).put(name).put((byte) 0);
            switch (type) {
                case 0 -> out.putInt(small(random));
                case 1 -> out.putDouble(random.nextDouble());
                case 2 -> out.put((byte) random.nextInt(2));
                default -> {
                    byte[] text = word(random);
                    out.putInt(text.length + 1).put(text).put((byte) 0);
                }
            }
        }
        out.put((byte) 0).putInt(0, out.position());
        return trimmed(out);
    }

    private static Form strings(Random random, boolean terminated) {
        byte[] head = fill(random, random.nextInt(9), 50, true);
        int width = 1 << random.nextInt(3);
        ByteOrder order = PlainNoise.order(random);
        return (byClient, size) -> {
            ByteBuffer out = ByteBuffer.allocate(512).order(order).put(head);
            for (int left = 1 + random.nextInt(8); left > 0; left--) {
                byte[] word = word(random);
                if (!terminated) {
                    number(out, width, word.length);
                }
                out.put(word);
                if (terminated) {
                    out.put((byte) 0);
                }
            }
            return trimmed(out);
        };
    }

    /** Texts in fields of fixed size, filled up with zeros. */
    private static Form padded(Random random) {
        byte[] head = fill(random, 4 * random.nextInt(5), 60, true);
        int field = 8 << random.nextInt(3);
        int fields = 1 + random.nextInt(6);
        return (byClient, size) -> {
            ByteBuffer out = ByteBuffer.allocate(head.length + field * fields).put(head);
            for (int i = 0; i < fields; i++) {
                byte[] word = word(random);
                out.put(word, 0, Math.min(word.length, field)).put(new byte[Math.max(0, field - word.length)]);
            }
            return out.array();
        };
    }
}
