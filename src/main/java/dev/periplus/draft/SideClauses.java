package dev.periplus.draft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the clauses of one side's messages, without regard to the other side. */
final class SideClauses {
    /** More fixed bytes add little weight and may be specific to one capture. */
    private static final int MOST_FIXED = 24;

    private static final int MOST_ENUMERATED = 4;

    /** A length field is drafted only if the shortest example stays readable. */
    private static final int LONGEST_EXAMPLE = 4096;

    private static final int LENGTH_FLOWS = 3;

    private final CommonBytes common;

    /** Bytes that a clause covers. */
    private final BitSet taken;

    private final List<Clause> clauses = new ArrayList<>();

    /** @param taken bytes that are already covered */
    SideClauses(CommonBytes common, BitSet taken) {
        this.common = common;
        this.taken = (BitSet) taken.clone();
    }

    List<Clause> find() {
        lengthFields();
        fixedRuns();
        enumerations();
        length();
        if (common.isText()) {
            clauses.add(Clause.remark("printable text throughout"));
        }
        return List.copyOf(clauses);
    }

    private void lengthFields() {
        List<LengthField> chosen = new ArrayList<>();
        for (LengthField field : common.lengthFields()) {
            BitSet bytes = new BitSet();
            bytes.set(field.offset(), field.offset() + field.width());
            if (!bytes.intersects(taken)) {
                chosen.add(field);
                taken.or(bytes);
            }
        }
        for (LengthField field : chosen) {
            String rivals = common.lengthFields().stream()
                    .filter(other -> !other.equals(field) && other.overlaps(field))
                    .map(LengthField::name)
                    .collect(Collectors.joining(", "));
            Clause clause = new Clause(
                    Clause.Kind.LENGTH_FIELD,
                    field.condition(),
                    field.words() + (rivals.isEmpty() ? "" : " (so is " + rivals + ")"),
                    field.offset() + field.width(),
                    0,
                    field.offset() + (field.littleEndian() ? 0 : field.width() - 1));
            clauses.add(common.shortest() <= LONGEST_EXAMPLE ? clause : clause.onlyWords());
        }
    }

    private void fixedRuns() {
        int left = MOST_FIXED;
        for (int from = 0; from < common.reach(); ) {
            int to = from;
            while (to < common.reach() && common.fixed(to) && !taken.get(to)) {
                to++;
            }
            if (to > from) {
                int kept = Math.min(to, from + left);
                if (kept > from) {
                    clauses.add(fixed(from, kept));
                    left -= kept - from;
                }
                if (kept < to) {
                    clauses.add(Clause.remark(bytesWords(kept, to) + " (not drafted)"));
                }
            }
            from = Math.max(to, from + 1);
        }
    }

    private Clause fixed(int from, int to) {
        byte[] bytes = common.messages().get(0).bytes();
        int change = from;
        for (int at = from; at < to; at++) {
            boolean better = Integers.bits(common.value(at), false) > Integers.bits(common.value(change), false);
            change = better ? at : change;
        }
        String pattern = String.join(" ", HexText.bytes(bytes, from, to));
        return new Clause(Clause.Kind.FIXED, "bytes[" + from + "] == " + pattern, bytesWords(from, to), to, 0, change);
    }

    private String bytesWords(int from, int to) {
        String pattern = String.join(" ", HexText.bytes(common.messages().get(0).bytes(), from, to));
        return to - from == 1
                ? "byte " + from + " is always " + pattern
                : "bytes " + from + "-" + (to - 1) + " are always " + pattern;
    }

    private void enumerations() {
        int found = 0;
        for (int at = 0; at < common.reach() && found < MOST_ENUMERATED; at++) {
            if (!taken.get(at) && common.fewValues(at)) {
                found++;
                String values =
                        common.values(at).stream().map(value -> "" + value).collect(Collectors.joining(", "));
                clauses.add(new Clause(
                        Clause.Kind.ONE_OF,
                        "u8[" + at + "] in {" + values + "}",
                        "byte " + at + " is one of " + values,
                        at + 1,
                        0,
                        -1));
            }
        }
    }

    private void length() {
        if (!common.whole()) {
            clauses.add(Clause.remark("some messages are truncated, so lengths are ignored"));
        } else if (common.sameLength()) {
            boolean drafted = common.messages().size() >= LENGTH_FLOWS && common.shortest() <= LONGEST_EXAMPLE;
            String words = "always " + common.shortest() + " bytes long";
            clauses.add(
                    drafted
                            ? new Clause(Clause.Kind.LENGTH, "length == " + common.shortest(), words, 0, 0, -1)
                            : Clause.remark(words));
        }
    }
}
