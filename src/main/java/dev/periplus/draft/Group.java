package dev.periplus.draft;

import java.util.ArrayList;
import java.util.List;

/** Flows whose first messages are alike: one transport, the same role speaks first, and enough of the bytes agree. */
public record Group(List<Sample> samples) {
    /** How many flows there are. */
    public int size() {
        return samples.size();
    }

    Sample first() {
        return samples.get(0);
    }

    /** True where who the client is was seen, not guessed, in every flow. */
    boolean observed() {
        return samples.stream().allMatch(Sample::observed);
    }

    List<Sample> answered() {
        return samples.stream().filter(sample -> sample.answer() != null).toList();
    }

    /** How many of the first 16 bytes of both sides are the same in all of them, and neither 0 nor 255. */
    public int constants() {
        int constants = 0;
        for (Common side : sides()) {
            for (int at = 0; at < Math.min(HeadConsensus.SIZE, side.reach()); at++) {
                constants += side.fixed(at) && side.value(at) != 0 && side.value(at) != 0xff ? 1 : 0;
            }
        }
        return constants;
    }

    /** What both sides begin with in all of them, {@code ??} for what varies: {@code the client begins with 47 45 ??}. */
    public List<String> beginnings() {
        List<String> texts = new ArrayList<>();
        boolean client = first().clientFirst();
        for (Common side : sides()) {
            StringBuilder text = new StringBuilder("the " + GroupText.role(client) + " begins with");
            for (int at = 0; at < Math.min(HeadConsensus.SIZE, side.reach()); at++) {
                text.append(' ').append(side.fixed(at) ? HexText.hex(side.value(at)) : "??");
            }
            texts.add(text.toString());
            client = !client;
        }
        return texts;
    }

    /** Who speaks first, and who answers where somebody does. */
    private List<Common> sides() {
        List<Utterance> answers = new ArrayList<>();
        for (Sample sample : samples) {
            Utterance answer = sample.answer();
            if (answer != null) {
                answers.add(answer);
            }
        }
        Common opening = new Common(samples.stream().map(Sample::opening).toList());
        return answers.isEmpty() ? List.of(opening) : List.of(opening, new Common(answers));
    }
}
