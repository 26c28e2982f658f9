package dev.periplus.draft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Bytes and lengths that the messages of one side have in common. */
final class CommonBytes {
    /** Number of leading bytes compared. */
    static final int WINDOW = 64;

    private static final int MOST_VALUES = 4;

    private final List<Utterance> messages;
    private final int reach;
    private final int shortest;
    private final int longest;
    private final boolean whole;
    private final BitSet fixed = new BitSet();
    private final List<Set<Integer>> values = new ArrayList<>();

    /** @param messages at least one */
    CommonBytes(List<Utterance> messages) {
        this.messages = List.copyOf(messages);
        reach = Math.min(
                WINDOW, messages.stream().mapToInt(Utterance::size).min().orElse(0));
        shortest = messages.stream().mapToInt(Utterance::length).min().orElse(0);
        longest = messages.stream().mapToInt(Utterance::length).max().orElse(0);
        whole = messages.stream().allMatch(Utterance::whole);
        for (int at = 0; at < reach; at++) {
            values.add(valuesAt(at));
            fixed.set(at, values.get(at).size() == 1);
        }
    }

    private Set<Integer> valuesAt(int at) {
        Set<Integer> found = new TreeSet<>();
        for (Utterance said : messages) {
            found.add(said.at(at));
            if (found.size() > MOST_VALUES) {
                break;
            }
        }
        return found;
    }

    List<Utterance> messages() {
        return messages;
    }

    /** Number of leading bytes that every message has, at most {@link #WINDOW}. */
    int reach() {
        return reach;
    }

    int shortest() {
        return shortest;
    }

    int longest() {
        return longest;
    }

    /** Whether every message is complete. */
    boolean whole() {
        return whole;
    }

    boolean sameLength() {
        return shortest == longest;
    }

    boolean fixed(int at) {
        return fixed.get(at);
    }

    /** Returns the byte at an offset of the first message. */
    int value(int at) {
        return messages.get(0).at(at);
    }

    /** Whether a byte has few values for the number of messages; {@link #values} returns them. */
    boolean fewValues(int at) {
        int count = values.get(at).size();
        return count > 1 && count <= MOST_VALUES && messages.size() >= 4 * count;
    }

    Set<Integer> values(int at) {
        return values.get(at);
    }

    /** Returns the fields that hold the length in all messages, likeliest first; they may overlap. */
    List<LengthField> lengthFields() {
        if (!whole || sameLength() || messages.isEmpty()) {
            return List.of();
        }
        Set<Integer> lengths = new HashSet<>();
        messages.forEach(said -> lengths.add(said.length()));
        return LengthField.of(messages.get(0), Math.min(reach, LengthField.REACH)).stream()
                .filter(field -> field.width() > 1 || lengths.size() > 2)
                .filter(field -> messages.stream().allMatch(field::holds))
                .sorted(LengthField.LIKELIEST)
                .toList();
    }

    /** Whether all captured bytes of all messages are printable ASCII, line ends or tabs. */
    boolean isText() {
        return messages.stream().allMatch(said -> {
            for (int at = 0; at < said.size(); at++) {
                int value = said.at(at);
                if ((value < 0x20 || value > 0x7e) && value != '\r' && value != '\n' && value != '\t') {
                    return false;
                }
            }
            return said.size() > 0;
        });
    }
}
