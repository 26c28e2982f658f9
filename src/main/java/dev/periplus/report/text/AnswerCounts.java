package dev.periplus.report.text;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Counts flows by kind of answer. Flows of protocols without ports and of scans are counted separately. */
final class AnswerCounts {
    private static final Section[] IDENTIFIED = {Section.CONFLICT, Section.UNREGISTERED, Section.AS_REGISTERED};

    private final long[] sections = new long[Section.values().length];
    private final long[] unknown = new long[Verdict.Unknown.values().length];
    private long flows;
    private long portless;

    void scan() {
        flows++;
    }

    void add(Section section, FlowRecord record) {
        flows++;
        sections[section.ordinal()]++;
        Verdict.Unknown why = record.verdict().unknownBecause();
        portless += why == null && section == Section.PORTLESS ? 1 : 0;
        if (why != null && section != Section.PORTLESS) {
            unknown[why.ordinal()]++;
        }
    }

    /** All flows, scans included. */
    long flows() {
        return flows;
    }

    long of(Section section) {
        return sections[section.ordinal()];
    }

    /** Returns {@code 12 flows: 10 identified, 2 unknown}. */
    String withoutPorts() {
        long all = of(Section.PORTLESS);
        return Amounts.count(all, "flow") + ": " + Amounts.count(portless) + " identified, "
                + Amounts.count(all - portless) + " unknown";
    }

    /** Returns {@code 24: 3 not as registered, 21 as registered}. */
    String identified() {
        List<String> parts = new ArrayList<>();
        long sum = 0;
        for (Section section : IDENTIFIED) {
            if (of(section) > 0) {
                sum += of(section);
                parts.add(Amounts.count(of(section)) + " " + standing(section));
            }
        }
        return Amounts.count(sum) + (sum == 0 ? "" : ": " + String.join(", ", parts));
    }

    private static String standing(Section section) {
        return switch (section) {
            case CONFLICT -> "not as registered";
            case AS_REGISTERED -> "as registered";
            default -> "on unregistered ports";
        };
    }

    /** Returns {@code 5: 3 no-rule-matched, 2 no-payload}, the most common reason first. */
    String unknown() {
        List<Verdict.Unknown> reasons = new ArrayList<>(Arrays.asList(Verdict.Unknown.values()));
        reasons.removeIf(reason -> unknown[reason.ordinal()] == 0);
        reasons.sort(Comparator.comparingLong((Verdict.Unknown reason) -> -unknown[reason.ordinal()]));
        List<String> parts = new ArrayList<>();
        long sum = 0;
        for (Verdict.Unknown reason : reasons) {
            sum += unknown[reason.ordinal()];
            parts.add(Amounts.count(unknown[reason.ordinal()]) + " " + reason.id());
        }
        return Amounts.count(sum) + (sum == 0 ? "" : ": " + String.join(", ", parts));
    }
}
