package dev.periplus.draft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the messages of one side have in common, byte for byte and in their lengths. */
final class Common {
    /** Bytes that are looked at. */
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
    Common(List<Utterance> messages) {
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

    /** Up to where every message has bytes, at most {@link #WINDOW}. */
    int reach() {
        return reach;
    }

    int shortest() {
        return shortest;
    }

    int longest() {
        return longest;
    }

    /** True where every message is there with its full length. */
    boolean whole() {
        return whole;
    }

    boolean sameLength() {
        return shortest == longest;
    }

    boolean fixed(int at) {
        return fixed.get(at);
    }

    /** The byte at an offset in the first message. */
    int value(int at) {
        return messages.get(0).at(at);
    }

    /** True where a byte takes few values for so many messages; they are in {@link #values}. */
    boolean fewValues(int at) {
        int count = values.get(at).size();
        return count > 1 && count <= MOST_VALUES && messages.size() >= 4 * count;
    }

    Set<Integer> values(int at) {
        return values.get(at);
    }

    /** Fields that hold the length in all messages, the likeliest first; of those that share bytes all. */
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

    /** True where all that is here of all messages is printable ASCII, with line ends and tabs. */
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
