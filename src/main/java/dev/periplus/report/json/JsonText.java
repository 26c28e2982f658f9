package dev.periplus.report.json;

import dev.periplus.report.Digits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) as bytes, in a buffer that grows and is used again. Text is written in ASCII: readers that break lines
 * at U+2028 and the like must not be misled by what traffic says. Commas and brackets are the caller's, as constants.
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

    /** For each byte of text what follows the backslash: 0 where none is needed, {@code u} for four digits. */
    private static final byte[] ESCAPES = escapes();

    private final Digits digits = new Digits();
    private final @Nullable String[] known = new String[KNOWN];
    private final byte[][] written = new byte[KNOWN][];
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    private static byte[] escapes() {
        byte[] escapes = new byte[256];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        Arrays.fill(escapes, 0x80, 0x100, (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    /** A constant to be written with {@link #raw}. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The name of a member that is not the first. */
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
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
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

    /** {@code null}. */
    public JsonText nothing() {
        return raw(NULL);
    }

    /** Text in quotes that needs no escapes. */
    public JsonText plain(byte[] text) {
        return raw('"').raw(text).raw('"');
    }

    /** Text in quotes, or null. A surrogate without its other half becomes U+FFFD. */
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

    /** The same as {@link #text} for a text that comes again and again: how it is written is kept. */
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

    /** Texts as an array. */
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

    /** The character at an index, or U+FFFD for a surrogate that has no other half. */
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

    /** Bytes as lower-case hex in quotes, or null. */
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

    /** An IPv4 address in quotes. */
    JsonText ipv4(int address) {
        raw('"');
        for (int shift = 24; shift > 0; shift -= 8) {
            number(address >>> shift & 0xff).raw('.');
        }
        return number(address & 0xff).raw('"');
    }

    /** {@code scaled} divided by 10 to the {@code decimals}, without trailing zeros. */
    public JsonText decimal(long scaled, int decimals) {
        return raw(digits.decimal(scaled, decimals));
    }

    /** A time in nanoseconds since the epoch, in quotes. */
    public JsonText time(long nanos) {
        return raw('"').raw(digits.time(nanos)).raw('"');
    }

    /** The same with six decimals and another way to write UTC. */
    public JsonText micros(long nanos, byte[] zone) {
        return raw('"').raw(digits.micros(nanos)).raw(zone).raw('"');
    }

    /** Nanoseconds as seconds with six decimals. */
    public JsonText seconds(long nanos) {
        return raw(digits.seconds(nanos));
    }

    public JsonText flag(boolean flag) {
        return raw(flag ? TRUE : FALSE);
    }

    /** A member with a text, left out where there is none. */
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
