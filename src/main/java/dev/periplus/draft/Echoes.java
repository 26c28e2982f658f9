package dev.periplus.draft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Finds what a reply repeats of its request: transaction numbers, cookies, lengths. */
final class Echoes {
    private static final int REACH = 32;

    /** A run of bytes of the reply at {@code to} that repeats the bytes of the request at {@code from}. */
    private record Run(int from, int to, int length) {}

    private final List<Utterance> asked;
    private final List<Utterance> said;
    private final CommonBytes question;
    private final CommonBytes answer;
    private final BitSet taken = new BitSet();
    private final List<Clause> clauses = new ArrayList<>();

    /** Takes requests and their replies, in the same order. */
    Echoes(CommonBytes question, CommonBytes answer) {
        this.question = question;
        this.answer = answer;
        asked = question.messages();
        said = answer.messages();
    }

    List<Clause> find() {
        counters();
        runs().stream()
                .sorted(Comparator.comparing((Run run) -> run.from != run.to)
                        .thenComparing(run -> -run.length)
                        .thenComparing(Run::from)
                        .thenComparing(Run::to))
                .forEach(this::take);
        boolean lengths = question.whole() && answer.whole() && !question.sameLength();
        if (lengths && all((q, a) -> q.length() == a.length())) {
            clauses.add(new Clause(
                    Clause.Kind.SAME_LENGTH, "length == request.length", "as long as the request", 0, 0, -1));
        }
        return List.copyOf(clauses);
    }

    /** Bytes of the reply that a clause covers. */
    BitSet taken() {
        return taken;
    }

    private interface Relation {
        boolean holds(Utterance question, Utterance answer);
    }

    private boolean all(Relation relation) {
        for (int i = 0; i < asked.size(); i++) {
            if (!relation.holds(asked.get(i), said.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        int ofQuestion = Math.min(REACH, question.reach());
        int ofAnswer = Math.min(REACH, answer.reach());
        for (int shift = -ofQuestion + 1; shift < ofAnswer; shift++) {
            int length = 0;
            for (int from = Math.max(0, -shift); from <= ofQuestion && from + shift <= ofAnswer; from++) {
                int to = from + shift;
                if (from < ofQuestion && to < ofAnswer && repeats(from, to)) {
                    length++;
                } else {
                    trimmed(runs, from - length, to - length, length);
                    length = 0;
                }
            }
        }
        return runs;
    }

    private boolean repeats(int from, int to) {
        return all((q, a) -> q.at(from) == a.at(to));
    }

    /** Adds a run without the constant bytes at both ends, if at least two bytes remain. */
    private void trimmed(List<Run> runs, int from, int to, int length) {
        int first = 0;
        int last = length;
        while (first < last && question.fixed(from + first)) {
            first++;
        }
        while (last > first && question.fixed(from + last - 1)) {
            last--;
        }
        if (last - first == 1 && first > 0) {
            first--;
        }
        if (last - first >= 2) {
            runs.add(new Run(from + first, to + first, last - first));
        }
    }

    private void take(Run run) {
        int at = 0;
        while (at < run.length) {
            int width = run.length - at >= 4 ? 4 : run.length - at >= 2 ? 2 : 1;
            clause(run.from + at, run.to + at, width, false, 0);
            at += width;
        }
    }

    /** Finds fields that are one more in the reply than in the request. */
    private void counters() {
        int reach = Math.min(REACH, Math.min(question.reach(), answer.reach()));
        for (int width = 4; width >= 2; width -= 2) {
            for (int at = 0; at + width <= reach; at++) {
                counter(at, width, false);
                counter(at, width, true);
            }
        }
    }

    private void counter(int at, int width, boolean littleEndian) {
        boolean varies = false;
        for (int place = at; place < at + width; place++) {
            varies |= !question.fixed(place);
        }
        if (varies
                && all((q, a) -> Integers.read(a.bytes(), at, width, littleEndian)
                        == Integers.read(q.bytes(), at, width, littleEndian) + 1)) {
            clause(at, at, width, littleEndian, 1);
        }
    }

    private void clause(int from, int to, int width, boolean littleEndian, int more) {
        int next = taken.nextSetBit(to);
        if (next >= 0 && next < to + width) {
            return;
        }
        taken.set(to, to + width);
        String field = Integers.name(to, width, littleEndian);
        String of = Integers.name(from, width, littleEndian);
        clauses.add(new Clause(
                Clause.Kind.ECHO,
                field + " == request." + of + (more == 0 ? "" : " + " + more),
                field + (more == 0 ? " repeats " : " is one more than ") + of + " of the request",
                to + width,
                from + width,
                to));
    }
}
