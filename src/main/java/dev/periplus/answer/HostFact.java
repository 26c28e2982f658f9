package dev.periplus.answer;

import dev.periplus.address.Address;
import dev.periplus.text.Printable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One fact about a host, with the bytes it rests on.
 *
 * @param host the address it is about; a station's address if it is about whatever has that MAC address
 * @param value at most 128 printable characters
 * @param grade how much it may be relied on
 * @param source the field it was read from, such as {@code DHCP option 12}
 * @param by the host that sent it
 * @param capture index of the capture that holds the packet
 * @param packet number of the packet in that capture, from 1; 0 if it is not known
 * @param offset of the bytes in the packet's frame, -1 if they do not lie in one frame as they are
 * @param bytes at most 32 of them, or null; do not modify
 * @param time of the packet, nanoseconds since the epoch
 */
public record HostFact(
        Address host,
        Kind kind,
        String value,
        Grade grade,
        String source,
        Address by,
        int capture,
        long packet,
        int offset,
        byte @Nullable [] bytes,
        long time) {
    /** The most bytes that a fact shows. */
    public static final int SHOWN = 32;

    private static final int LONGEST = 128;

    private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\t]+");

    public HostFact {
        value = trimmed(kind, cut(Printable.of(line(value), LONGEST)));
    }

    /** The text before a NUL, on one line. */
    private static String line(String text) {
        int end = text.indexOf('\0');
        return BREAKS.matcher(text.substring(0, end < 0 ? text.length() : end)).replaceAll(" ");
    }

    private static String cut(String text) {
        int end = Math.min(text.length(), LONGEST);
        boolean splits = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, splits ? end - 1 : end);
    }

    /** The text without blanks around it; a name without the dot of the root. */
    private static String trimmed(Kind kind, String text) {
        String trimmed = text.strip();
        while (kind == Kind.NAME && trimmed.endsWith(".")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1).strip();
        }
        return trimmed;
    }

    /** What is known of a host. */
    public enum Kind {
        NAME("name"),
        DOMAIN("domain"),
        USER("user"),
        MAC("mac"),
        SYSTEM("system"),
        MODEL("model"),
        ROLE("role"),
        SOFTWARE("software"),
        FINGERPRINT("fingerprint"),
        /** Another address of the same host. */
        ADDRESS("address");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /** Who says it, the most reliable first. */
    public enum Grade {
        /** The host itself. */
        ITSELF("said by itself"),
        /** Another host. */
        ANOTHER("said by another"),
        /** Nobody: it follows from something else that was said. */
        INFERRED("inferred");

        private final String words;

        Grade(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostFact fact
                && host.equals(fact.host)
                && kind == fact.kind
                && value.equals(fact.value)
                && grade == fact.grade
                && source.equals(fact.source)
                && by.equals(fact.by)
                && capture == fact.capture
                && packet == fact.packet
                && offset == fact.offset
                && time == fact.time
                && Arrays.equals(bytes, fact.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                host, kind, value, grade, source, by, capture, packet, offset, time, Arrays.hashCode(bytes));
    }

    /** The same fact about another address of the host. */
    HostFact about(Address other) {
        return new HostFact(other, kind, value, grade, source, by, capture, packet, offset, bytes, time);
    }

    /** The same fact with another index of its capture. */
    HostFact in(int other) {
        return new HostFact(host, kind, value, grade, source, by, other, packet, offset, bytes, time);
    }

    /** Whether both say the same of the same host, whoever says it. */
    boolean says(HostFact other) {
        return kind == other.kind && value.equalsIgnoreCase(other.value);
    }
}
