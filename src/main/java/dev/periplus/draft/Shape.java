package dev.periplus.draft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the flows of a group have in common, in the first message and, if enough flows have one, in the reply.
 *
 * @param asking clauses of the first message
 * @param answer the replies; null if fewer than half of the flows have an immediate one
 * @param answering clauses of the reply
 */
record Shape(
        CommonBytes opening, List<Clause> asking, @Nullable CommonBytes answer, List<Clause> answering) {
    private static final int COUNTED = 16;

    static Shape of(Group group) {
        CommonBytes opening =
                new CommonBytes(group.samples().stream().map(Sample::opening).toList());
        List<Clause> asking = new ArrayList<>(new SideClauses(opening, new BitSet()).find());
        asking.addAll(counters(group, opening));
        asking.sort(Comparator.comparing(Clause::kind));
        List<Sample> answered = group.answered();
        if (answered.size() < Math.min(2, group.size()) || answered.size() * 2 < group.size()) {
            return new Shape(opening, asking, null, List.of());
        }
        List<Utterance> answers = new ArrayList<>();
        for (Sample sample : answered) {
            Utterance said = sample.answer();
            if (said != null) {
                answers.add(said);
            }
        }
        CommonBytes answer = new CommonBytes(answers);
        CommonBytes asked =
                new CommonBytes(answered.stream().map(Sample::opening).toList());
        Echoes echoes = new Echoes(asked, answer);
        List<Clause> answering = new ArrayList<>(echoes.find());
        answering.addAll(new SideClauses(answer, echoes.taken()).find());
        answering.sort(Comparator.comparing(Clause::kind));
        return new Shape(opening, asking, answer, answering);
    }

    /**
     * Finds fields that increase by one from a side's first message to its second. Rules cannot express this; it is
     * shown to the reader.
     */
    private static List<Clause> counters(Group group, CommonBytes opening) {
        List<Clause> found = new ArrayList<>();
        List<Sample> going =
                group.samples().stream().filter(s -> s.openingNext() != null).toList();
        int reach = going.stream().mapToInt(Shape::bothReach).min().orElse(0);
        for (int width = 4; width >= 2 && going.size() > 1; width -= 2) {
            for (int at = 0; at + width <= Math.min(COUNTED, reach); at += width) {
                for (boolean littleEndian : new boolean[] {false, true}) {
                    int from = at;
                    int wide = width;
                    if (going.stream().allMatch(sample -> countsUp(sample, from, wide, littleEndian))) {
                        found.add(Clause.remark(Integers.name(at, width, littleEndian)
                                + " increases by one from a side's first message to its second"));
                    }
                }
            }
        }
        return found.size() > 2 ? found.subList(0, 2) : found;
    }

    private static int bothReach(Sample sample) {
        Utterance next = sample.openingNext();
        return next == null ? 0 : Math.min(sample.opening().size(), next.size());
    }

    private static boolean countsUp(Sample sample, int at, int width, boolean littleEndian) {
        Utterance next = sample.openingNext();
        return next != null
                && Integers.read(next.bytes(), at, width, littleEndian)
                        == Integers.read(sample.opening().bytes(), at, width, littleEndian) + 1;
    }

    List<Clause> when() {
        return asking.stream().filter(Clause::drafted).toList();
    }

    List<Clause> reply() {
        return answering.stream().filter(Clause::drafted).toList();
    }
}
