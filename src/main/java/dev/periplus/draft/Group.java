package dev.periplus.draft;

import java.util.ArrayList;
import java.util.List;

/** Flows with similar first messages: one transport, the same role speaks first, and enough bytes agree. */
public record Group(List<Sample> samples) {
    /** Number of flows. */
    public int size() {
        return samples.size();
    }

    Sample first() {
        return samples.get(0);
    }

    /** Whether the client was observed, not guessed, in every flow. */
    boolean observed() {
        return samples.stream().allMatch(Sample::observed);
    }

    List<Sample> answered() {
        return samples.stream().filter(sample -> sample.answer() != null).toList();
    }

    /** Number of the first 16 bytes of each side that are equal in all flows and neither 0 nor 255. */
    public int constants() {
        int constants = 0;
        for (CommonBytes side : sides()) {
            for (int at = 0; at < Math.min(HeadConsensus.SIZE, side.reach()); at++) {
                constants += side.fixed(at) && side.value(at) != 0 && side.value(at) != 0xff ? 1 : 0;
            }
        }
        return constants;
    }

    /**
     * Describes the first bytes of each side, {@code ??} for bytes that vary: {@code the client begins with 47 45 ??}.
     */
    public List<String> beginnings() {
        List<String> texts = new ArrayList<>();
        boolean client = first().clientFirst();
        for (CommonBytes side : sides()) {
            StringBuilder text = new StringBuilder("the " + GroupText.role(client) + " begins with");
            for (int at = 0; at < Math.min(HeadConsensus.SIZE, side.reach()); at++) {
                text.append(' ').append(side.fixed(at) ? HexText.hex(side.value(at)) : "??");
            }
            texts.add(text.toString());
            client = !client;
        }
        return texts;
    }

    /** The side that speaks first and, if any flow has a reply, the side that replies. */
    private List<CommonBytes> sides() {
        List<Utterance> answers = new ArrayList<>();
        for (Sample sample : samples) {
            Utterance answer = sample.answer();
            if (answer != null) {
                answers.add(answer);
            }
        }
        CommonBytes opening =
                new CommonBytes(samples.stream().map(Sample::opening).toList());
        return answers.isEmpty() ? List.of(opening) : List.of(opening, new CommonBytes(answers));
    }
}
