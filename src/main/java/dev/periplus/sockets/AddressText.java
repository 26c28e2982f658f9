package dev.periplus.sockets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses in text. Written here because the JDK's own reader asks name services for what it cannot read. */
final class AddressText {
    private static final int LONGEST = 45;
    private static final int GROUPS = 8;

    private AddressText() {}

    static @Nullable Address parse(String text) {
        String bare = bare(text);
        if (bare.isEmpty() || bare.length() > LONGEST) {
            return null;
        }
        if (bare.indexOf(':') >= 0) {
            return ipv6(bare);
        }
        long bits = ipv4(bare);
        return bits < 0 ? null : Address.ofIpv4(bits);
    }

    /** Without brackets and zone, wherever the zone stands: {@code [fe80::1%eth0]}, {@code [fe80::1]%eth0}. */
    static String bare(String text) {
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        int start = bare.startsWith("[") ? 1 : 0;
        int end = bare.endsWith("]") ? bare.length() - 1 : bare.length();
        return bare.substring(start, Math.max(start, end));
    }

    /** 32 bits, or -1. */
    private static long ipv4(String text) {
        List<String> parts = split(text, '.');
        if (parts.size() != 4) {
            return -1;
        }
        long bits = 0;
        for (String part : parts) {
            int value = number(part, 10, 3);
            if (value < 0 || value > 255) {
                return -1;
            }
            bits = bits << 8 | value;
        }
        return bits;
    }

    private static @Nullable Address ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Integer> groups = groups(text);
            return groups == null || groups.size() != GROUPS ? null : of(groups, List.of());
        }
        List<Integer> before = groups(text.substring(0, gap));
        List<Integer> after = groups(text.substring(gap + 2));
        return before == null || after == null || before.size() + after.size() >= GROUPS ? null : of(before, after);
    }

    /** The groups between colons, the last of which may be an IPv4 address; null where something else is there. */
    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>(GROUPS);
        List<String> parts = text.isEmpty() ? List.of() : split(text, ':');
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (i == parts.size() - 1 && part.indexOf('.') >= 0) {
                long bits = ipv4(part);
                if (bits < 0) {
                    return null;
                }
                groups.add((int) (bits >>> 16));
                groups.add((int) bits & 0xffff);
            } else {
                int value = number(part, 16, 4);
                if (value < 0) {
                    return null;
                }
                groups.add(value);
            }
        }
        return groups;
    }

    private static Address of(List<Integer> first, List<Integer> last) {
        long[] halves = new long[2];
        for (int i = 0; i < first.size(); i++) {
            put(halves, i, first.get(i));
        }
        for (int i = 0; i < last.size(); i++) {
            put(halves, GROUPS - last.size() + i, last.get(i));
        }
        return new Address(halves[0], halves[1]);
    }

    private static void put(long[] halves, int group, int value) {
        halves[group >>> 2] |= (long) value << 48 - 16 * (group & 3);
    }

    /** The value of one to {@code most} digits, or -1. */
    private static int number(String text, int radix, int most) {
        if (text.isEmpty() || text.length() > most) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>(GROUPS);
        int from = 0;
        for (int to = text.indexOf(at); to >= 0; to = text.indexOf(at, from)) {
            parts.add(text.substring(from, to));
            from = to + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }
}
