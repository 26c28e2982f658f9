package dev.periplus.classify;

import dev.periplus.flow.Role;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evidence sentences of signature matches, cached per label because thousands of flows share them. For use by one
 * thread.
 */
final class Sentences {
    private static final int BY_CLIENT = 0;
    private static final int BY_SERVER = 1;
    private static final int MIDSTREAM = 2;
    private static final int ANSWERED = 4;
    private static final int UNANSWERED = 5;
    private static final int ANSWERED_AS = 6;
    private static final int ANSWERED_OTHERWISE = 7;
    private static final int ALL = 8;

    private final RuleSet rules;
    private final Map<String, @Nullable String[]> byLabel = new HashMap<>();

    Sentences(RuleSet rules) {
        this.rules = rules;
    }

    /** One side's message matched. */
    String matched(String label, Role by, boolean midstream) {
        return get(label, (by == Role.CLIENT ? BY_CLIENT : BY_SERVER) + (midstream ? MIDSTREAM : 0));
    }

    /** Request and reply matched. */
    String answered(String label) {
        return get(label, ANSWERED);
    }

    /** No reply matched. */
    String unanswered(String label) {
        return get(label, UNANSWERED);
    }

    /** The server speaks this label, and the client another. */
    String answeredAs(String label) {
        return get(label, ANSWERED_AS);
    }

    /** The server's answer to a client of this label is something else. */
    String answeredOtherwise(String label) {
        return get(label, ANSWERED_OTHERWISE);
    }

    /** The server's answer shows nothing. */
    static String answeredUnknown() {
        return "no rule recognises the server's answer";
    }

    private String get(String label, int which) {
        @Nullable String[] sentences = byLabel.get(label);
        if (sentences == null) {
            sentences = new String[ALL];
            byLabel.put(label, sentences);
        }
        String sentence = sentences[which];
        if (sentence == null) {
            sentence = made(which, nameOf(label));
            sentences[which] = sentence;
        }
        return sentence;
    }

    private String nameOf(String label) {
        Protocol protocol = rules.protocol(label);
        return protocol == null ? label : protocol.name();
    }

    private static String made(int which, String name) {
        return switch (which) {
            case ANSWERED -> "request and reply match " + name;
            case UNANSWERED -> "no reply matches " + name;
            case ANSWERED_AS -> "the server speaks " + name;
            case ANSWERED_OTHERWISE -> "the server's answer is not " + name;
            default ->
                ((which & BY_SERVER) == 0 ? "client" : "server") + " message matches " + name
                        + ((which & MIDSTREAM) == 0 ? "" : "; the beginning was not captured");
        };
    }
}
