package dev.periplus.api;

import dev.periplus.address.Transport;
import dev.periplus.answer.MetadataNames;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An add-on's detector as the shards ask it. One per shard: what it shows is filled anew for each call. */
final class DetectorAdapter implements Detector {
    private final FlowDetector detector;
    private final String name;
    private final Shown shown;

    DetectorAdapter(FlowDetector detector) {
        this.detector = detector;
        name = detector.name();
        shown = new Shown(MetadataNames.ADDED + name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean wants(int protocol) {
        return detector.wants(Transport.name(protocol));
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        shown.show(exchange, trail);
        try {
            return detector.inspect(shown, shown) == FlowDetector.Next.MORE ? Next.MORE : Next.DONE;
        } finally {
            shown.forget();
        }
    }

    private static Role role(Side side) {
        return side == Side.CLIENT ? Role.CLIENT : Role.SERVER;
    }

    private static final class Shown implements Conversation, Observations {
        private final String group;
        private final Words client = new Words();
        private final Words server = new Words();
        private @Nullable Exchange exchange;
        private @Nullable Trail trail;

        Shown(String group) {
            this.group = group;
        }

        void show(Exchange now, Trail to) {
            exchange = now;
            trail = to;
            client.said = now.said(Role.CLIENT);
            server.said = now.said(Role.SERVER);
        }

        void forget() {
            exchange = null;
            trail = null;
            client.said = null;
            server.said = null;
        }

        private Exchange exchange() {
            return inCall(exchange);
        }

        private Trail trail() {
            return inCall(trail);
        }

        @Override
        public String transport() {
            return Transport.name(exchange().protocol());
        }

        @Override
        public boolean datagrams() {
            return exchange().datagrams();
        }

        @Override
        public Side speaker() {
            return exchange().speaker() == Role.CLIENT ? Side.CLIENT : Side.SERVER;
        }

        @Override
        public Speech of(Side side) {
            return side == Side.CLIENT ? client : server;
        }

        @Override
        public void found(String label, double weight, String says, Side side, int offset, int length) {
            Said said = exchange().said(role(side));
            if (offset < 0 || length < 0 || offset > said.length() - length) {
                throw new IllegalArgumentException(
                        length + " bytes at offset " + offset + " of " + said.length() + " that were sent");
            }
            trail().found(label, Weights.check(weight), says, said, offset, length);
        }

        @Override
        public void behaves(String label, double weight, String says) {
            trail().behaves(label, Weights.check(weight), says);
        }

        @Override
        public void against(String label, double weight, String says) {
            trail().against(label, Weights.check(weight), says);
        }

        @Override
        public void metadata(String key, String value) {
            trail().metadata(group, key, value);
        }

        @Override
        public void serverIs(Side side) {
            trail().serverIs(role(side));
        }

        @Override
        public @Nullable Object state() {
            return trail().state();
        }

        @Override
        public void state(Object state) {
            trail().state(state);
        }
    }

    private static final class Words implements Speech {
        private @Nullable Said said;

        private Said said() {
            return inCall(said);
        }

        @Override
        public int length() {
            return said().length();
        }

        @Override
        public int sentLength() {
            return said().wireLength();
        }

        @Override
        public int at(int offset) {
            Said now = said();
            return offset < 0 || offset >= now.length() ? -1 : now.bytes()[offset] & 0xff;
        }

        @Override
        public byte[] copy(int from, int to) {
            Said now = said();
            int first = Math.max(0, Math.min(from, now.length()));
            return Arrays.copyOfRange(now.bytes(), first, Math.max(first, Math.min(to, now.length())));
        }

        @Override
        public boolean fromStart() {
            return said().fromStart();
        }

        @Override
        public int packets() {
            return said().count();
        }
    }

    private static <T> T inCall(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("used outside the call that it was passed to");
        }
        return value;
    }
}
