package dev.periplus.geo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes databases in MaxMind's format for tests: IPv4 networks and what they hold, with records of 24 bits. */
public final class PlaceDatabase {
    private static final int EMPTY = -1;
    private static final int BYTES_OF_SEPARATOR = 16;

    private static final int POINTER_BITS = 29;

    /** Of each node both branches: a node, EMPTY, or below that an offset in the data. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Gives a network a record: texts, numbers and maps by their names. */
    public PlaceDatabase with(String network, Map<String, ?> record) {
        String[] parts = network.split("[./]");
        int prefix = Integer.parseInt(parts[4]);
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            bits = bits << 8 | Integer.parseInt(parts[i]);
        }
        int leaf = -2 - data.size();
        value(data, record);
        int node = 0;
        for (int i = 0; i < prefix; i++) {
            int branch = bits >>> 31 - i & 1;
            int[] at = nodes.get(node);
            if (i == prefix - 1) {
                at[branch] = leaf;
            } else if (at[branch] < 0) {
                at[branch] = nodes.size();
                nodes.add(new int[] {EMPTY, EMPTY});
            }
            node = at[branch];
        }
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int branch : node) {
                int value = branch >= 0
                        ? branch
                        : branch == EMPTY ? nodes.size() : nodes.size() + BYTES_OF_SEPARATOR - 2 - branch;
                out.write(value >>> 16);
                out.write(value >>> 8);
                out.write(value);
            }
        }
        out.writeBytes(new byte[BYTES_OF_SEPARATOR]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        value(
                out,
                Map.of(
                        "node_count", nodes.size(),
                        "record_size", 24,
                        "ip_version", 4,
                        "database_type", "Periplus-Test",
                        "binary_format_major_version", 2,
                        "binary_format_minor_version", 0,
                        "build_epoch", 1));
        return out.toByteArray();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private static void value(ByteArrayOutputStream out, Object value) {
        if (value instanceof Map<?, ?> map) {
            out.write(7 << 5 | map.size());
            map.forEach((key, of) -> {
                value(out, key);
                value(out, of);
            });
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            boolean isLong = utf8.length >= POINTER_BITS;
            out.write(2 << 5 | (isLong ? POINTER_BITS : utf8.length));
            if (isLong) {
                out.write(utf8.length - POINTER_BITS);
            }
            out.writeBytes(utf8);
        } else {
            out.write(6 << 5 | Integer.BYTES);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(((Number) value).intValue())
                    .array());
        }
    }
}
