package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Lack;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears both sides of a stream. What the client opens with is what it asked for; what the server says decides what is
 * there.
 *
 * <p>How it works. Every piece of evidence names the sides whose bytes it rests on. If the server's bytes are evidence
 * for the client's label or its kin, the sides agree. If they are evidence for another label, the client's evidence is
 * cancelled. If they are evidence for nothing although it is known what servers of the client's label say, it is
 * cancelled too; if that is not known, or the answer may fit, the label loses most of its weight.
 */
final class Hearing {
    /** Decibans that a label keeps if the server's answer shows neither that nor another: a confidence of 0.86. */
    private static final double DOUBTFUL = 8;

    private static final int TEXT = 32;
    private static final int FEW = 4;
    private static final int ALIKE = 2;

    private final RuleSet rules;
    private final Weighing weighing;
    private final Sentences sentences;
    private final Set<String> answers;

    /** @param answers labels for which a detector knows what servers say */
    Hearing(RuleSet rules, Weighing weighing, Set<String> answers) {
        this.rules = rules;
        this.weighing = weighing;
        this.answers = answers;
        sentences = new Sentences(rules);
    }

    /** Adds the evidence that what the server says gives against what the client asked for. */
    void resolve(Exchange exchange, FlowInspection inspection) {
        Flow flow = exchange.flow();
        Said server = exchange.said(Role.SERVER);
        Gathered gathered = inspection.gathered();
        Said client = exchange.said(Role.CLIENT);
        boolean silent = server.length() == 0 || client.length() == 0;
        if (silent
                || flow.direction() == Flow.Direction.UNKNOWN
                || gathered.evidence().isEmpty()) {
            return;
        }
        Weighing.Weighed asked = best(gathered, 1 << flow.clientSide());
        if (asked == null) {
            return;
        }
        String wish = asked.label();
        Weighing.Weighed answered = best(gathered, 1 << flow.serverSide());
        double support = gathered.support(flow.serverSide(), label -> rules.related(label, wish));
        boolean other = answered != null
                && (rules.related(answered.label(), wish)
                        ? isOnlyAround(gathered, answered.label(), wish, flow)
                        : answered.sum() > support);
        if (answered != null && other) {
            cancel(gathered, flow, server, sentences.answeredAs(answered.label()));
        } else if (support == 0
                && opens(gathered, flow.clientSide(), wish)
                && server.fromStart()
                && !server.snapped()
                && !flow.lacks(Lack.GAP)) {
            boolean known = knowsAnswers(wish, flow.protocol()) || inspection.awaitsReply(wish);
            if (known && !mayFit(client, server)) {
                cancel(gathered, flow, server, sentences.answeredOtherwise(wish));
            } else {
                doubt(gathered, wish, server);
            }
        }
    }

    /** Whether the server speaks what may carry the client's label, and the client opened with the label itself. */
    private boolean isOnlyAround(Gathered gathered, String answered, String wish, Flow flow) {
        boolean around = !answered.equals(wish) && weighing.nested(wish).contains(answered);
        return around
                && gathered.support(flow.clientSide(), answered::equals) == 0
                && gathered.support(
                                flow.serverSide(),
                                label -> weighing.nested(label).contains(answered) && !label.equals(answered))
                        == 0;
    }

    /** Whether a rule or detector knows what servers of this label, or of one that it refines, say. */
    private boolean knowsAnswers(String asked, int protocol) {
        for (String label : weighing.nested(asked)) {
            if (answers.contains(label) || rules.knowsAnswers(label, protocol)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what a side said first is evidence for a label or its kin. */
    private boolean opens(Gathered gathered, int side, String label) {
        for (int i = 0; i < gathered.evidence().size(); i++) {
            if (gathered.sides(i) == 1 << side
                    && gathered.opens(i)
                    && rules.related(gathered.evidence().get(i).label(), label)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an answer that no rule knows may be of the client's protocol: text, a few bytes, or the same beginning. */
    private static boolean mayFit(Said client, Said server) {
        boolean same = client.length() >= ALIKE
                && server.length() >= ALIKE
                && Arrays.equals(client.bytes(), 0, ALIKE, server.bytes(), 0, ALIKE);
        return same || server.length() < FEW || isText(client) && isText(server);
    }

    private static boolean isText(Said said) {
        for (int i = 0; i < Math.min(said.length(), TEXT); i++) {
            byte octet = said.bytes()[i];
            if (octet < ' ' && octet != '\r' && octet != '\n' && octet != '\t' || octet == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Takes all evidence back for what the client's bytes alone are evidence for. */
    private void cancel(Gathered gathered, Flow flow, Said server, String says) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int i = 0; i < gathered.evidence().size(); i++) {
            Evidence piece = gathered.evidence().get(i);
            if (gathered.sides(i) == 1 << flow.clientSide() || sums.containsKey(piece.label())) {
                sums.merge(piece.label(), piece.weight(), Double::sum);
            }
        }
        sums.forEach((label, sum) -> {
            if (sum > 0) {
                against(gathered, label, sum, says, server);
            }
        });
    }

    private void doubt(Gathered gathered, String asked, Said server) {
        for (Weighing.Weighed label : weighing.weigh(gathered.evidence())) {
            if (rules.related(label.label(), asked) && label.sum() > DOUBTFUL) {
                against(gathered, label.label(), label.sum() - DOUBTFUL, Sentences.answeredUnknown(), server);
            }
        }
    }

    private static void against(Gathered gathered, String label, double weight, String says, Said server) {
        Evidence piece = Gathered.made(
                Evidence.Kind.CONTRADICTION, label, -weight, says, Evidence.OTHER_SIDE, server, 0, server.length());
        gathered.add(piece, Gathered.BOTH);
    }

    /** The best label of the evidence that rests on bytes of these sides alone, or null. */
    private Weighing.@Nullable Weighed best(Gathered gathered, int sides) {
        List<Evidence> ofSides = new ArrayList<>();
        for (int i = 0; i < gathered.evidence().size(); i++) {
            if (gathered.sides(i) == sides) {
                ofSides.add(gathered.evidence().get(i));
            }
        }
        if (ofSides.isEmpty()) {
            return null;
        }
        Weighing.Weighed best = weighing.weigh(ofSides).get(0);
        return best.confidence() >= Weighing.LEAST ? best : null;
    }
}
