package dev.periplus.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Names of ethertypes and link types, for what could not be read. */
final class NumberNames {
    private static final int HEX = 16;

    private final Map<Integer, String> etherTypes = read("ethertypes.tsv", HEX);
    private final Map<Integer, String> linkTypes = read("linktypes.tsv", 10);

    /** Returns {@code arp} or {@code 802.11-beacon}, or {@code ethertype-0x1234} for a type without a name. */
    String etherType(int type) {
        String name = etherTypes.get(type);
        return name == null ? "ethertype-0x%04x".formatted(type) : name;
    }

    /** Returns {@code 249-usbpcap}, or the number alone. */
    String linkType(int type) {
        String name = linkTypes.get(type);
        return name == null ? Integer.toString(type) : type + "-" + name;
    }

    private static Map<Integer, String> read(String resource, int radix) {
        Map<Integer, String> names = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(NumberNames.class.getResourceAsStream(resource), resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] fields = line.split("\t");
                names.put(Integer.parseInt(fields[0], radix), fields[1]);
            });
            return Map.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
