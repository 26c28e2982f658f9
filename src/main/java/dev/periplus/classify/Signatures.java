package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.rule.Message;
import dev.periplus.rule.RuleIndex;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Signature;
import dev.periplus.rule.Truth;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/** Matches the rules' signatures against the payload of one side. One per shard. */
final class Signatures {
    /** Number of messages tried per side. */
    static final int MESSAGES = 8;

    /** Messages of a whole stream in which one may show itself that the first did not show. */
    private static final int LATER_MESSAGES = 2;

    /** Decibans taken off a match if the beginning of the stream was not captured: any message may come first. */
    private static final double MIDSTREAM = 10;

    /** Decibans taken off a match by the number of the message, because as many were tried. */
    private static final double[] TRIED_BEFORE = new double[MESSAGES + 1];

    static {
        for (int number = 1; number <= MESSAGES; number++) {
            TRIED_BEFORE[number] = 10 * Math.log10(number);
        }
    }

    /** Decibans taken off if no reply matches. */
    private static final double WRONG_REPLY = 25;

    private static final int REPLIES_TRIED = 3;

    /** Below this weight, a match that expects a reply counts only once the reply matches. */
    private static final double NEEDS_REPLY = 70;

    private static final double NEGLIGIBLE = 15;

    private static final Signature[] NONE = {};
    private static final int MOST_UNDECIDED = 1024;
    private final RuleSet rules;
    private final Sentences sentences;

    /** Scratch: the signatures that need more of the message. */
    private final Signature[] undecided = new Signature[MOST_UNDECIDED];

    /** By index; there are few, each created on first use. */
    private final Map<RuleIndex, RuleIndex.Candidates> candidates = new IdentityHashMap<>();

    private final Message message = new Message();
    private final Message request = new Message();

    Signatures(RuleSet rules) {
        this.rules = rules;
        sentences = new Sentences(rules);
    }

    /** Whether a signature may still match with more bytes of this message. */
    boolean inspect(Exchange exchange, FlowInspection inspection) {
        int side = exchange.speakingSide();
        Said said = exchange.said(side);
        int number = exchange.datagrams() ? said.count() : said.messages();
        if (!exchange.datagrams()) {
            complete(exchange, inspection, 1 - side);
        }
        boolean later = replies(exchange, inspection, side, false);
        return number <= MESSAGES && attempt(exchange, inspection, side, number, false) || later;
    }

    /** Ends the stream: the last message of each side is complete. */
    void end(Exchange exchange, FlowInspection inspection) {
        int client = exchange.flow().clientSide();
        complete(exchange, inspection, client);
        complete(exchange, inspection, 1 - client);
        replies(exchange, inspection, client, true);
        replies(exchange, inspection, 1 - client, true);
    }

    /** Completes the other side's message once a side starts to reply; waiting conditions can now be decided. */
    private void complete(Exchange exchange, FlowInspection inspection, int side) {
        int number = exchange.said(side).messages();
        if (number > 0 && number <= MESSAGES && inspection.completed(side, number)) {
            attempt(exchange, inspection, side, number, true);
        }
    }

    private boolean attempt(Exchange exchange, FlowInspection inspection, int side, int number, boolean whole) {
        Signature[] waiting = exchange.datagrams() ? null : inspection.waiting(side, number);
        if (waiting != null && waiting.length == 0) {
            return false;
        }
        Said said = exchange.said(side);
        int start = view(message, exchange, said, number, whole);
        if (message.available() == 0) {
            return false;
        }
        Attempt attempt = new Attempt(exchange, inspection, exchange.flow().role(side), number, start, whole);
        int left = waiting == null ? tryCandidates(attempt) : tryAgain(waiting, attempt);
        if (!exchange.datagrams() && (waiting == null || left < waiting.length)) {
            inspection.waiting(side, number, left == 0 ? NONE : Arrays.copyOf(undecided, left));
        }
        return left > 0;
    }

    /**
     * One message to match: number {@code number} from the side with this role. If a match reverses the direction,
     * further matches of the same message count for the other side.
     */
    private record Attempt(
            Exchange exchange, FlowInspection inspection, Role role, int number, int start, boolean whole) {}

    /** Tries the candidates from the index; returns how many are undecided. */
    private int tryCandidates(Attempt attempt) {
        RuleIndex index = rules.index(attempt.exchange.protocol());
        RuleIndex.Candidates possible = candidates.get(index);
        if (possible == null) {
            possible = index.candidates();
            candidates.put(index, possible);
        }
        int count = possible.of(message);
        int left = 0;
        for (int i = 0; i < count; i++) {
            left = attempt(possible.get(i), attempt, left);
        }
        return left;
    }

    /** Retries the undecided signatures; returns how many are still undecided. */
    private int tryAgain(Signature[] waiting, Attempt attempt) {
        int left = 0;
        for (Signature signature : waiting) {
            left = attempt(signature, attempt, left);
        }
        return left;
    }

    /** Returns the number of undecided signatures, including earlier ones. */
    private int attempt(Signature signature, Attempt attempt, int undecidedBefore) {
        if (!applies(signature, attempt)) {
            return undecidedBefore;
        }
        Truth truth = signature.matches(message);
        if (truth == Truth.YES) {
            matched(signature, attempt);
        }
        if (truth != Truth.LATER || undecidedBefore == undecided.length) {
            return undecidedBefore;
        }
        undecided[undecidedBefore] = signature;
        return undecidedBefore + 1;
    }

    /** Sets the view to message {@code number}; returns its offset in the payload. */
    private static int view(Message view, Exchange exchange, Said said, int number, boolean whole) {
        if (exchange.datagrams()) {
            view.of(said.bytes(), 0, said.length(), said.wireLength(), false);
            return 0;
        }
        int start = said.messageStart(number);
        int end = said.messageEnd(number);
        boolean open = !whole && number == said.messages() && !said.snapped() && said.length() < Said.STREAM_LIMIT;
        view.of(said.bytes(), start, end - start, end - start, open);
        return start;
    }

    private boolean applies(Signature signature, Attempt attempt) {
        int wanted = signature.message();
        if (wanted == 0 ? attempt.number > 1 && !mayComeLater(attempt) : wanted != attempt.number) {
            return false;
        }
        if (signature.identified() && !isIdentified(signature, attempt)) {
            return false;
        }
        return signature.from() == Signature.From.EITHER
                || attempt.exchange.flow().direction() != Flow.Direction.OBSERVED
                || (signature.from() == Signature.From.CLIENT) == (attempt.role == Role.CLIENT);
    }

    /** Whether a message that may come first may be a later one, too. */
    private static boolean mayComeLater(Attempt attempt) {
        return attempt.exchange.datagrams()
                || attempt.inspection.best == null && attempt.number <= LATER_MESSAGES
                || !attempt.exchange.said(attempt.role).fromStart();
    }

    private boolean isIdentified(Signature signature, Attempt attempt) {
        int identifier = attempt.exchange.said(attempt.role).payloadIdentifier();
        return signature.label().equals(rules.namedByPayloadIdentifier(identifier));
    }

    private void matched(Signature signature, Attempt attempt) {
        Exchange exchange = attempt.exchange;
        FlowInspection inspection = attempt.inspection;
        int number = attempt.number;
        Flow flow = exchange.flow();
        int side = flow.side(attempt.role);
        Said said = exchange.said(side);
        if (signature.hasReply() && !isPending(inspection, signature)) {
            int heard = exchange.said(1 - side).messages();
            inspection.await(new Pending(signature, side, number, attempt.whole ? Math.max(0, heard - 1) : heard));
        }
        double weight = weight(signature, signature.weight(message), exchange, said, number);
        if (weight < (signature.hasReply() ? NEEDS_REPLY : NEGLIGIBLE)) {
            if (weight > -Weighing.PRIOR || !asksBack(signature, flow, side, number)) {
                inspection.gathered().hinted(signature.label(), side);
            }
            return;
        }
        direct(signature, flow, side);
        if (!inspection.gathered().improves(signature, side, weight)) {
            inspection.gathered().hinted(signature.label(), side);
            return;
        }
        boolean midstream = !exchange.datagrams() && !said.fromStart();
        String says = sentences.matched(signature.label(), flow.role(side), midstream);
        inspection.gathered().matched(signature, side, weight, says, said, attempt.start, message.available());
    }

    /** Whether this has the form of a request where an answer is due: the first that a server says to a client. */
    private static boolean asksBack(Signature signature, Flow flow, int side, int number) {
        boolean request = signature.hasReply() && signature.from() != Signature.From.SERVER;
        return request && number == 1 && side == flow.serverSide() && flow.direction() == Flow.Direction.OBSERVED;
    }

    /** Weight of a match: lower in the middle of a stream, and lower the more messages were tried before. */
    private static double weight(Signature signature, double full, Exchange exchange, Said said, int number) {
        double here = exchange.datagrams() || said.fromStart() ? full : full - MIDSTREAM;
        return exchange.datagrams() || signature.message() == 0 ? here - TRIED_BEFORE[number] : here;
    }

    private static void direct(Signature signature, Flow flow, int side) {
        if (signature.from() != Signature.From.EITHER) {
            flow.serverIs(signature.from() == Signature.From.SERVER ? side : 1 - side);
        }
    }

    private static boolean isPending(FlowInspection inspection, Signature signature) {
        for (Pending pending : inspection.pending()) {
            if (pending.signature == signature) {
                return true;
            }
        }
        return false;
    }

    /** Matches the latest payload as the reply to earlier matches; returns true if more bytes are needed. */
    private boolean replies(Exchange exchange, FlowInspection inspection, int side, boolean whole) {
        if (inspection.pending().isEmpty()) {
            return false;
        }
        Said said = exchange.said(side);
        boolean later = false;
        for (Pending pending : inspection.pending()) {
            if (pending.side == side || pending.failures > REPLIES_TRIED) {
                continue;
            }
            Truth truth = reply(exchange, pending, side, whole);
            later |= truth == Truth.LATER;
            Signature signature = pending.signature;
            if (truth == Truth.YES) {
                answered(signature, pending, exchange, inspection, said);
                pending.failures = REPLIES_TRIED + 1;
            } else if (truth == Truth.NO) {
                pending.failures += exchange.datagrams() ? 1 : REPLIES_TRIED;
                if (pending.failures == REPLIES_TRIED) {
                    pending.failures++;
                    unanswered(signature, inspection, said);
                }
            }
        }
        return later;
    }

    private void answered(
            Signature signature, Pending pending, Exchange exchange, FlowInspection inspection, Said said) {
        double full = signature.weight(request) + signature.replyWeight(message);
        direct(signature, exchange.flow(), pending.side);
        String says = sentences.answered(signature.label());
        int start = exchange.datagrams() ? 0 : said.messageStart(pending.repliesBefore + 1);
        inspection
                .gathered()
                .answered(
                        signature,
                        weight(signature, full, exchange, said, pending.message),
                        says,
                        said,
                        start,
                        message.available());
    }

    private void unanswered(Signature signature, FlowInspection inspection, Said said) {
        if (signature.weight() >= NEEDS_REPLY) {
            Evidence wrong = Gathered.made(
                    Evidence.Kind.CONTRADICTION,
                    signature.label(),
                    -WRONG_REPLY,
                    sentences.unanswered(signature.label()),
                    signature.rule(),
                    said,
                    0,
                    said.length());
            inspection.gathered().add(wrong, Gathered.BOTH);
        }
    }

    private Truth reply(Exchange exchange, Pending pending, int side, boolean whole) {
        Said said = exchange.said(side);
        Said asked = exchange.said(1 - side);
        view(request, exchange, asked, exchange.datagrams() ? 1 : pending.message, true);
        if (exchange.datagrams() && pending.signature.matches(request.answering(request)) != Truth.YES) {
            return Truth.LATER;
        }
        int number = exchange.datagrams() ? 1 : pending.repliesBefore + 1;
        if (!exchange.datagrams() && number > Math.min(said.messages(), MESSAGES)) {
            return Truth.LATER;
        }
        view(message, exchange, said, number, whole);
        return pending.signature.replyMatches(message.answering(request));
    }
}
