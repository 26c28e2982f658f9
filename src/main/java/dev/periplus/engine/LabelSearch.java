package dev.periplus.engine;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.detect.Detectors;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.OneSide;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.rule.Message;
import dev.periplus.rule.Signature;
import dev.periplus.rule.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one label in everything that a flow says: asks all detectors and the label's signatures about every packet
 * that is inspected, about each side alone and both together, whatever the inspection had settled by then.
 */
public final class LabelSearch implements FlowListener {
    /**
     * What a detector finds when it is asked.
     *
     * @param detector its name
     * @param weight decibans
     * @param by the side that sent the bytes
     */
    public record Find(String detector, String says, double weight, Role by, long packet) {}

    /** Whether the reply of a request matched. */
    public enum Reply {
        NOT_NEEDED,
        MATCHES,
        DIFFERS,
        MISSING
    }

    /**
     * How near a signature came.
     *
     * @param share of the top-level conditions that hold, 0 to 1
     * @param failure the first condition that fails, or null if all hold
     * @param by the side that sent the message, which is its message {@code number}
     * @param fits whether the signature asks for this message of this side
     * @param reply to this message, if it matched
     */
    public record Near(
            Signature signature,
            double share,
            @Nullable String failure,
            Role by,
            int number,
            long packet,
            boolean fits,
            Reply reply) {
        private boolean isNearer(@Nullable Near than) {
            return than == null || share > than.share || share == than.share && fits && !than.fits;
        }

        private Near answered(Reply how) {
            return new Near(signature, share, failure, by, number, packet, fits, how);
        }
    }

    private final String id;
    private final List<Signature> signatures;
    private final List<Detector> detectors = Detectors.all();
    private final OneSide oneSide = new OneSide();
    private final Message message = new Message();
    private final Message request = new Message();
    private final List<Near> asked = new ArrayList<>();
    private final List<byte[]> requests = new ArrayList<>();
    private @Nullable Find find;
    private @Nullable Near nearest;
    private int packets;

    /** @param signatures of the label */
    public LabelSearch(String id, List<Signature> signatures) {
        this.id = id;
        this.signatures = signatures;
    }

    /** The strongest find of a detector, or null. */
    public @Nullable Find find() {
        return find;
    }

    /** The signature that came nearest, or null if none applies to the transport. */
    public @Nullable Near nearest() {
        Near best = nearest;
        for (Near request : asked) {
            best = request.reply == Reply.MATCHES ? request : best;
        }
        return best;
    }

    /** Whether the detector of the label, if one has its name, takes this IP protocol. */
    public boolean takes(int protocol) {
        return detectors.stream().noneMatch(one -> one.name().equals(id) && !one.wants(protocol));
    }

    /** Number of payload packets looked at. */
    public int packets() {
        return packets;
    }

    @Override
    public void said(Exchange exchange) {
        packets++;
        Exchange alone = oneSide.speaking(exchange);
        for (Detector detector : detectors) {
            if (detector.wants(exchange.flow().protocol())) {
                ask(detector, exchange);
                ask(detector, alone);
            }
        }
        replies(exchange);
        for (Signature signature : signatures) {
            if (signature.transports().contains(exchange.flow().protocol())) {
                compare(signature, exchange);
            }
        }
    }

    private void ask(Detector detector, Exchange exchange) {
        try {
            detector.inspect(exchange, new Ear(detector.name(), exchange));
        } catch (RuntimeException e) {
            // As in the run, which counts it: the detector has nothing to say about these bytes.
        }
    }

    private void compare(Signature signature, Exchange exchange) {
        Said said = view(message, exchange);
        int number = exchange.datagrams() ? said.count() : said.messages();
        Role by = exchange.speaker();
        boolean side = signature.from() == Signature.From.EITHER
                || exchange.flow().direction() != Flow.Direction.OBSERVED
                || (signature.from() == Signature.From.CLIENT) == (by == Role.CLIENT);
        int wanted = signature.message() == 0 && !exchange.datagrams() ? 1 : signature.message();
        boolean fits = side && (wanted == 0 || wanted == number);
        boolean matches = signature.matches(message) == Truth.YES;
        Near near = new Near(
                signature,
                matches ? 1 : signature.nearness(message),
                matches ? null : signature.failure(message),
                by,
                number,
                said.packetOf(FlowSearch.latest(exchange)),
                fits,
                matches && signature.hasReply() ? Reply.MISSING : Reply.NOT_NEEDED);
        if (near.isNearer(nearest)) {
            nearest = near;
        }
        if (near.reply == Reply.MISSING && fits) {
            asked.add(near);
            requests.add(Arrays.copyOfRange(said.bytes(), FlowSearch.latest(exchange), said.length()));
        }
    }

    /** Points the message at what was just said. */
    private static Said view(Message message, Exchange exchange) {
        Said said = exchange.said(exchange.speakingSide());
        int start = FlowSearch.latest(exchange);
        int wire = exchange.datagrams() ? said.wireLength() : said.length() - start;
        message.of(said.bytes(), start, said.length() - start, wire, false);
        return said;
    }

    /** Compares what was just said with the replies that earlier matches ask for. */
    private void replies(Exchange exchange) {
        view(message, exchange);
        for (int i = 0; i < asked.size(); i++) {
            Near near = asked.get(i);
            byte[] bytes = requests.get(i);
            if (near.by != exchange.speaker() && near.reply != Reply.MATCHES) {
                request.of(bytes, 0, bytes.length, bytes.length, false);
                boolean matches = near.signature.replyMatches(message.answering(request)) == Truth.YES;
                Near told = near.answered(matches ? Reply.MATCHES : Reply.DIFFERS);
                nearest = near.equals(nearest) ? told : nearest;
                asked.set(i, told);
            }
        }
    }

    /** Keeps the strongest find for the label; each question is a detector's first about its flow. */
    private final class Ear implements Trail {
        private final String detector;
        private final Exchange exchange;
        private @Nullable Object state;

        Ear(String detector, Exchange exchange) {
            this.detector = detector;
            this.exchange = exchange;
        }

        @Override
        public void found(String label, double weight, String says, Said said, int offset, int length) {
            Find known = find;
            if (label.equals(id) && (known == null || weight > known.weight)) {
                Role by = said == exchange.said(Role.CLIENT) ? Role.CLIENT : Role.SERVER;
                find = new Find(detector, says, weight, by, said.packetOf(offset));
            }
        }

        @Override
        public void behaves(String label, double weight, String says) {}

        @Override
        public void against(String label, double weight, String says) {}

        @Override
        public void metadata(String group, String key, String value) {}

        @Override
        public @Nullable Object state() {
            return state;
        }

        @Override
        public void state(Object kept) {
            state = kept;
        }

        @Override
        public void serverIs(Role role) {}
    }
}
