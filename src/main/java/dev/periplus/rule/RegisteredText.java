package dev.periplus.rule;

import dev.periplus.rulefile.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which registrations a protocol bears out by their text, whatever the service: TLS those "over TLS/SSL". Words match
 * whole, in the name or in the description, without case; a run of other characters counts as a space.
 *
 * @param transports IP protocol numbers of the registrations; empty for all
 * @param any words or phrases, one of which the text must have
 * @param not words or phrases that it must not have: "HTTP over TLS" is no registration for HTTP in the clear
 */
record RegisteredText(List<Integer> transports, List<String> any, List<String> not) {
    static final RegisteredText NONE = new RegisteredText(List.of(), List.of(), List.of());

    RegisteredText {
        transports = List.copyOf(transports);
        any = List.copyOf(any);
        not = List.copyOf(not);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(transports.size());
        for (int transport : transports) {
            out.writeByte(transport);
        }
        Packed.write(out, any);
        Packed.write(out, not);
    }

    /** Reads what {@link #write} wrote. */
    static RegisteredText read(DataInput in) throws IOException {
        List<Integer> transports = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            transports.add(in.readUnsignedByte());
        }
        return new RegisteredText(transports, Packed.read(in), Packed.read(in));
    }

    boolean fits(int transport, String name, String description) {
        if (any.isEmpty() || !transports.isEmpty() && !transports.contains(transport)) {
            return false;
        }
        String text = words(name) + "," + words(description);
        return isIn(any, text) && !isIn(not, text);
    }

    private static boolean isIn(List<String> phrases, String text) {
        for (String phrase : phrases) {
            if (text.contains(words(phrase))) {
                return true;
            }
        }
        return false;
    }

    /** The words of a text in lower case, a space before and after each. */
    private static String words(String text) {
        StringBuilder words = new StringBuilder(text.length() + 2).append(' ');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isLetterOrDigit(letter)) {
                words.append(Character.toLowerCase(letter));
            } else if (words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.charAt(words.length() - 1) == ' '
                ? words.toString()
                : words.append(' ').toString();
    }
}
