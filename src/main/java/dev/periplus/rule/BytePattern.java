package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Bytes with a mask: hex digits, {@code ?} for any nibble, {@code 'text'}, and {@code 'text'i} for either case. */
final class BytePattern {
    private final byte[] values;
    private final byte[] masks;
    private final String text;

    /** Index of the byte with the most bits; a search looks for it first. */
    private final int rarest;

    private final double bits;

    private BytePattern(byte[] values, byte[] masks, String text) {
        this.values = values;
        this.masks = masks;
        this.text = text;
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (bits(i) > bits(best)) {
                best = i;
            }
        }
        rarest = best;
        bits = Bits.ofBytes(values, masks);
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(values.length);
        out.write(values);
        out.write(masks);
        out.writeUTF(text);
    }

    /** Reads what {@link #write} wrote. */
    static BytePattern read(DataInput in) throws IOException {
        byte[] values = new byte[in.readUnsignedShort()];
        byte[] masks = new byte[values.length];
        in.readFully(values);
        in.readFully(masks);
        return new BytePattern(values, masks, in.readUTF());
    }

    private double bits(int index) {
        return Bits.ofByte(values[index] & 0xff, masks[index] & 0xff);
    }

    /** @throws IllegalArgumentException if the text is not a pattern; the message says what is wrong */
    static BytePattern parse(String text) {
        byte[] values = new byte[text.length()];
        byte[] masks = new byte[text.length()];
        int count = 0;
        int nibbles = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                continue;
            }
            if (c == '\'') {
                int close = text.indexOf('\'', i + 1);
                if (close < 0 || nibbles % 2 != 0) {
                    throw new IllegalArgumentException(
                            close < 0
                                    ? "text is not closed; add a '"
                                    : "half a byte before text; a byte has two hex digits");
                }
                boolean fold = close + 1 < text.length() && text.charAt(close + 1) == 'i';
                for (int at = i + 1; at < close; at++) {
                    count = addText(values, masks, count, text.charAt(at), fold);
                }
                i = fold ? close + 1 : close;
                continue;
            }
            int digit = Character.digit(c, 16);
            if (digit < 0 && c != '?') {
                throw new IllegalArgumentException(
                        "unexpected '" + c + "'; write hex digits, ? for any digit, or 'text'");
            }
            int shift = nibbles % 2 == 0 ? 4 : 0;
            values[count] |= (byte) (Math.max(0, digit) << shift);
            masks[count] |= (byte) (digit < 0 ? 0 : 0xf << shift);
            nibbles++;
            count += nibbles % 2 == 0 ? 1 : 0;
        }
        if (nibbles % 2 != 0) {
            throw new IllegalArgumentException("half a byte at the end; a byte has two hex digits");
        }
        if (count == 0) {
            throw new IllegalArgumentException("the pattern is empty; write hex digits or 'text'");
        }
        return new BytePattern(Arrays.copyOf(values, count), Arrays.copyOf(masks, count), text);
    }

    private static int addText(byte[] values, byte[] masks, int count, char c, boolean fold) {
        if (c > 0x7e || c < 0x20) {
            throw new IllegalArgumentException("text holds a character that is not printable ASCII; write it in hex");
        }
        boolean letter = fold && Character.isLetter(c);
        values[count] = (byte) (letter ? c & 0xdf : c);
        masks[count] = (byte) (letter ? 0xdf : 0xff);
        return count + 1;
    }

    /** Returns the bytes of a pattern that has no wildcards. */
    byte[] exact() {
        for (byte mask : masks) {
            if (mask != (byte) 0xff) {
                throw new IllegalArgumentException("an example cannot have wildcards; write every byte");
            }
        }
        return values.clone();
    }

    int length() {
        return values.length;
    }

    /** Whether {@code value} matches the byte at {@code index} of the pattern. */
    boolean accepts(int index, int value) {
        return ((value ^ values[index]) & masks[index] & 0xff) == 0;
    }

    boolean at(byte[] bytes, int from) {
        for (int i = 0; i < values.length; i++) {
            if (((bytes[from + i] ^ values[i]) & masks[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the pattern occurs at an offset from {@code first} to {@code last}. */
    boolean isIn(byte[] bytes, int first, int last) {
        byte mask = masks[rarest];
        int wanted = values[rarest] & mask;
        for (int from = first; from <= last; from++) {
            if ((bytes[from + rarest] & mask) == wanted && at(bytes, from)) {
                return true;
            }
        }
        return false;
    }

    double bits() {
        return bits;
    }

    @Override
    public String toString() {
        return text;
    }
}
