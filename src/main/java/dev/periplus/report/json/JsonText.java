package dev.periplus.report.json;

import dev.periplus.report.Digits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) to a buffer that grows and is reused. Text is ASCII: traffic must not mislead readers that
 * break lines at U+2028 and similar characters. The caller writes commas and brackets, as constants.
 */
public final class JsonText {
    private static final char REPLACEMENT = '\ufffd';
    private static final int FIRST_CAPACITY = 1 << 12;
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final byte[] LOWER_HEX = ascii("0123456789abcdef");
    private static final int KNOWN = 2048;

    /** The character after the backslash for each byte: 0 if it needs no escape, {@code u} for four digits. */
    private static final byte[] ESCAPES = escapes();

    private final Digits digits = new Digits();
    private final @Nullable String[] known = new String[KNOWN];
    private final byte[][] written = new byte[KNOWN][];
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    private static byte[] escapes() {
        byte[] escapes = new byte[256];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        Arrays.fill(escapes, 0x7f, 0x100, (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    /** Returns a constant for {@link #raw}. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the name of a member that is not the first, for {@link #raw}. */
    public static byte[] name(String name) {
        return ascii(",\"" + name + "\":");
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            grow(more);
        }
    }

    private void grow(int more) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }

    public JsonText raw(byte[] constant) {
        room(constant.length);
        System.arraycopy(constant, 0, bytes, length, constant.length);
        length += constant.length;
        return this;
    }

    public JsonText raw(char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /** Writes {@code null}. */
    public JsonText nothing() {
        return raw(NULL);
    }

    /** Writes text in quotes, or null; it must need no escapes. */
    public JsonText plain(byte @Nullable [] text) {
        return text == null ? nothing() : raw('"').raw(text).raw('"');
    }

    /** Writes text in quotes, or null. An unpaired surrogate becomes U+FFFD. */
    public JsonText text(@Nullable String text) {
        if (text == null) {
            return nothing();
        }
        int count = text.length();
        room(count + 2);
        byte[] to = bytes;
        int at = length;
        to[at++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= ESCAPES.length || ESCAPES[c] != 0) {
                return escaped(text);
            }
            to[at++] = (byte) c;
        }
        to[at++] = '"';
        length = at;
        return this;
    }

    /** Writes the same as {@link #text}, and caches how recurring text is written. */
    public JsonText known(@Nullable String text) {
        if (text == null) {
            return nothing();
        }
        int slot = text.hashCode() & KNOWN - 1;
        if (!text.equals(known[slot])) {
            int from = length;
            text(text);
            known[slot] = text;
            written[slot] = Arrays.copyOfRange(bytes, from, length);
            return this;
        }
        return raw(written[slot]);
    }

    /** Writes texts as an array. */
    public JsonText texts(List<String> texts) {
        raw('[');
        for (int i = 0; i < texts.size(); i++) {
            (i == 0 ? this : raw(',')).known(texts.get(i));
        }
        return raw(']');
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private JsonText escaped(String text) {
        room(text.length() * 6 + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = wellFormed(text, i);
            byte escape = c < ESCAPES.length ? ESCAPES[c] : (byte) 'u';
            if (escape == 0) {
                bytes[length++] = (byte) c;
            } else {
                bytes[length++] = '\\';
                bytes[length++] = escape;
                if (escape == 'u') {
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        bytes[length++] = HEX[c >> shift & 0xf];
                    }
                }
            }
        }
        bytes[length++] = '"';
        return this;
    }

    /** Returns the character at an index, or U+FFFD for an unpaired surrogate. */
    private static char wellFormed(String text, int index) {
        char c = text.charAt(index);
        boolean alone = Character.isHighSurrogate(c)
                        && (index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1)))
                || Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
        return alone ? REPLACEMENT : c;
    }

    public JsonText number(long number) {
        return raw(digits.decimal(number, 0));
    }

    /** Writes bytes as lower-case hex in quotes, or null. */
    public JsonText hex(byte @Nullable [] octets) {
        if (octets == null) {
            return nothing();
        }
        room(2 * octets.length + 2);
        bytes[length++] = '"';
        for (byte octet : octets) {
            bytes[length++] = LOWER_HEX[octet >> 4 & 0xf];
            bytes[length++] = LOWER_HEX[octet & 0xf];
        }
        bytes[length++] = '"';
        return this;
    }

    /** Writes an IPv4 address in quotes. */
    JsonText ipv4(int address) {
        return raw('"').raw(digits.ipv4(address)).raw('"');
    }

    /** Writes {@code scaled} divided by 10 to the power {@code decimals}, without trailing zeros. */
    public JsonText decimal(long scaled, int decimals) {
        return raw(digits.decimal(scaled, decimals));
    }

    /** Writes nanoseconds since the epoch as a time in quotes. */
    public JsonText time(long nanos) {
        return raw('"').raw(digits.time(nanos)).raw('"');
    }

    /** Writes the same with six decimals and the given spelling of UTC. */
    public JsonText micros(long nanos, byte[] zone) {
        return raw('"').raw(digits.micros(nanos)).raw(zone).raw('"');
    }

    /** Writes nanoseconds as seconds with six decimals. */
    public JsonText seconds(long nanos) {
        return raw(digits.seconds(nanos));
    }

    public JsonText flag(boolean flag) {
        return raw(flag ? TRUE : FALSE);
    }

    /** Writes a member with text; nothing if the text is null. */
    public JsonText optional(byte[] name, @Nullable String text) {
        return text == null ? this : raw(name).text(text);
    }

    private JsonText raw(Digits number) {
        room(number.length());
        System.arraycopy(number.bytes(), 0, bytes, length, number.length());
        length += number.length();
        return this;
    }
}
