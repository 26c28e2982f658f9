package dev.periplus.rule;

import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.fuzz.Talks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of any text, and messages of any bytes. A condition is read or refused with IllegalArgumentException; a
 * whole message is decided; what the beginning of a stream decides holds for all of it, except that its length was the
 * one asked for; the index admits every match; the text of a condition reads back as one that says the same.
 */
public final class FuzzConditions {
    private static final int INDEXED = 4;
    private static final int LONGEST_FILE = 1 << 16;

    private FuzzConditions() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Condition condition = parsed(input.text());
        if (condition == null) {
            return;
        }
        byte[] request = input.chunk();
        byte[] message = input.rest();
        Must.hold(condition.bits() >= 0, "bits");
        Truth whole = tested(condition, message, message.length, false, request);
        Must.hold(whole != Truth.LATER, "a whole message is decided");
        Truth beginning = tested(condition, message, message.length / 2, true, request);
        Must.hold(
                beginning == whole || beginning == Truth.LATER || beginning == Truth.YES && condition.mayCease(),
                "what the beginning decides");
        for (int i = 0; whole == Truth.YES && i < Math.min(INDEXED, message.length); i++) {
            Must.hold(condition.at(i).has(message[i] & 0xff), "the index excludes a match");
        }
        readBack(condition, message, request, whole);
    }

    private static @Nullable Condition parsed(String text) {
        try {
            Condition condition = ConditionParser.parse(text);
            if (condition instanceof Match match) {
                match.prepare();
            }
            return condition;
        } catch (IllegalArgumentException refused) {
            Must.hold(refused.getMessage() != null, "a reason");
            return null;
        }
    }

    private static void readBack(Condition condition, byte[] message, byte[] request, Truth whole) {
        Condition again;
        try {
            again = ConditionParser.parse(condition.text());
        } catch (IllegalArgumentException e) {
            // Its text shows all parentheses, and names negation as files do, in a group of its own.
            String why = String.valueOf(e.getMessage());
            Must.hold(why.contains("nested deeper") || condition instanceof Condition.Not, why);
            return;
        }
        Must.equal(condition.text(), again.text(), "its text reads back");
        Must.hold(tested(again, message, message.length, false, request) == whole, "it says the same");
    }

    private static Truth tested(Condition condition, byte[] bytes, int length, boolean open, byte[] request) {
        Message asked = new Message().of(request, 0, request.length, request.length, false);
        return condition.test(new Message().of(bytes, 0, length, length, open).answering(asked));
    }

    public static List<byte[]> seeds() {
        Set<String> texts = new LinkedHashSet<>();
        for (byte[] file : FuzzSeed.files(Path.of("rules/protocols"), ".yaml", LONGEST_FILE)) {
            for (String line : new String(file, StandardCharsets.UTF_8).split("\n")) {
                String text = line.strip().replaceFirst("^(?:- )?(?:when: |reply: |not: )?", "");
                if (isCondition(text)) {
                    texts.add(text);
                }
            }
        }
        List<byte[]> seeds = new ArrayList<>();
        List<Talks.Talk> talks = Talks.all();
        int next = 0;
        for (String text : texts) {
            Talks.Talk talk = talks.get(next++ % talks.size());
            seeds.add(new FuzzSeed()
                    .text(text)
                    .text("")
                    .rest(talk.chunks().get(0).bytes())
                    .bytes());
        }
        return seeds;
    }

    private static boolean isCondition(String text) {
        try {
            ConditionParser.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
