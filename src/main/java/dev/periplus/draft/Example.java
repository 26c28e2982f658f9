package dev.periplus.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a flow as an example of a rule. Bytes that no condition reads are left out, or zero if the length matters.
 */
record Example(byte[] request, byte @Nullable [] reply) {
    private static final int MOST = 3;

    /** Returns up to three different examples from the shortest messages; each attempt returns others. */
    static List<Example> of(Group group, Plan plan, int attempt) {
        List<Example> examples = new ArrayList<>();
        int skip = attempt * MOST;
        boolean answered = plan.ofAnswer() || !plan.reply().isEmpty();
        List<Sample> shortest = group.samples().stream()
                .filter(sample -> !answered || sample.answer() != null)
                .sorted(Comparator.comparingInt(Example::length))
                .toList();
        for (Sample sample : shortest) {
            Example example = of(sample, plan);
            if (examples.size() < skip + MOST && examples.stream().noneMatch(example::same)) {
                examples.add(example);
            }
        }
        return examples.subList(Math.min(skip, examples.size()), examples.size());
    }

    private static int length(Sample sample) {
        Utterance answer = sample.answer();
        return sample.opening().length() + (answer == null ? 0 : answer.length());
    }

    private static Example of(Sample sample, Plan plan) {
        Utterance answer = sample.answer();
        Utterance asked = plan.ofAnswer() && answer != null ? answer : sample.opening();
        byte[] request = cut(asked, plan.whenEnd(), plan.whenNeedsLength());
        boolean replied = answer != null && !plan.ofAnswer() && !plan.reply().isEmpty();
        return new Example(request, replied ? cut(answer, plan.replyEnd(), plan.replyNeedsLength()) : null);
    }

    private static byte[] cut(Utterance said, int end, boolean needsLength) {
        int kept = Math.min(Math.max(1, end), said.size());
        return Arrays.copyOf(Arrays.copyOf(said.bytes(), kept), needsLength ? said.length() : kept);
    }

    private boolean same(Example other) {
        return Arrays.equals(request, other.request) && Arrays.equals(reply, other.reply);
    }

    /** Returns a copy with one byte of the request changed so that it must not match. */
    Example changed(List<Clause> when) {
        return new Example(changed(request, when), reply);
    }

    /** Returns a copy with one byte of the reply changed so that it must not match; null if there is no such byte. */
    @Nullable
    Example changedReply(List<Clause> conditions) {
        byte[] said = reply;
        boolean can = said != null && conditions.stream().anyMatch(clause -> clause.change() >= 0);
        return can ? new Example(request, changed(said, conditions)) : null;
    }

    private static byte[] changed(byte[] bytes, List<Clause> conditions) {
        byte[] changed = bytes.clone();
        Clause first = conditions.stream()
                .filter(clause -> clause.change() >= 0)
                .min(Comparator.comparing(clause -> clause.kind() != Clause.Kind.FIXED))
                .orElseThrow();
        changed[first.change()] ^= 1;
        return changed;
    }
}
