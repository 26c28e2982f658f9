package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.draft.Sample;
import dev.periplus.draft.Utterance;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.FlowTable;
import dev.periplus.flow.Said;
import dev.periplus.memory.Memory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads captures again for the first messages of chosen flows. Keeps two messages per side, {@link #KEPT} bytes per
 * message, of at most {@link #MOST} flows; flows beyond that are counted.
 */
public final class FirstMessages implements FlowListener {
    /** Maximum number of flows whose messages are kept. */
    public static final int MOST = Memory.scaled(20_000);

    private static final int KEPT = 512;
    private static final int MESSAGES = 2;

    /** Identifies a flow in both readings of the captures. */
    private record Key(int capture, long firstPacket, int tunnelKinds, int protocol) {
        static Key of(Flow flow) {
            return new Key(flow.capture(), flow.firstPacket(), flow.tunnelKinds(), flow.protocol());
        }
    }

    /** The messages collected from a flow, by side in the order in which the sides were seen. */
    private static final class Heard {
        private final FlowRecord record;
        private final int order;
        private final @Nullable Utterance[][] messages = new Utterance[2][MESSAGES];
        private int opener = -1;
        private boolean straight;

        Heard(FlowRecord record, int order) {
            this.record = record;
            this.order = order;
        }

        void spoke(int side) {
            if (opener < 0) {
                opener = side;
            }
        }
    }

    private final Engine.Settings settings;
    private final Map<Key, Heard> wanted = new HashMap<>();
    private long leftOut;

    public FirstMessages(Engine.Settings settings) {
        this.settings = settings;
    }

    /** Chooses a flow. */
    public void want(FlowRecord record) {
        if (wanted.size() < MOST) {
            wanted.put(Key.of(record.flow()), new Heard(record, wanted.size()));
        } else {
            leftOut++;
        }
    }

    public int wanted() {
        return wanted.size();
    }

    /** Flows beyond the limit. */
    public long leftOut() {
        return leftOut;
    }

    /** Reads the captures and passes on the messages of the chosen flows, in the order in which they were chosen. */
    public void read(List<String> captures, Consumer<Sample> samples) throws FilterException {
        FlowTable table = new FlowTable(settings.flow(), this);
        DecoderSink.read(captures, settings, table);
        table.endAll();
        Map<Integer, Heard> ordered = new TreeMap<>();
        wanted.values().forEach(heard -> ordered.put(heard.order, heard));
        for (Heard heard : ordered.values()) {
            Sample sample = sample(heard);
            if (sample != null) {
                samples.accept(sample);
            }
        }
    }

    @Override
    public void said(Exchange exchange) {
        Flow flow = exchange.flow();
        Heard heard = wanted.get(Key.of(flow));
        if (heard == null) {
            flow.settle();
            return;
        }
        int side = exchange.speakingSide();
        heard.spoke(side);
        if (exchange.datagrams()) {
            datagram(heard, exchange, side);
        } else if (Math.min(messages(exchange, 0), messages(exchange, 1)) > MESSAGES) {
            flow.settle();
        }
    }

    private void datagram(Heard heard, Exchange exchange, int side) {
        Said said = exchange.said(side);
        int count = said.count();
        if (side != heard.opener && count == 1) {
            heard.straight = exchange.said(1 - side).count() == 1;
        }
        if (count <= MESSAGES) {
            heard.messages[side][count - 1] = new Utterance(
                    Arrays.copyOf(said.bytes(), Math.min(KEPT, said.length())), said.wireLength(), !said.snapped());
        }
        if (count >= MESSAGES && exchange.said(1 - side).count() >= MESSAGES) {
            exchange.flow().settle();
        }
    }

    @Override
    public void closed(Exchange exchange) {
        Flow flow = exchange.flow();
        Heard heard = wanted.get(Key.of(flow));
        if (heard == null || exchange.datagrams()) {
            return;
        }
        heard.straight = true;
        for (int side = 0; side < 2; side++) {
            int count = Math.min(MESSAGES, messages(exchange, side));
            for (int number = 1; number <= count; number++) {
                boolean followed = messages(exchange, 1 - side) > number - (side == heard.opener ? 1 : 0);
                heard.messages[side][number - 1] = message(exchange.said(side), number, followed);
            }
        }
    }

    /**
     * Returns a message of a stream; it is whole if the other side sent something after it, or the flow ended before a
     * limit.
     */
    private Utterance message(Said said, int number, boolean followed) {
        int start = said.messageStart(number);
        int length = said.messageEnd(number) - start;
        boolean limited = said.length() >= Said.STREAM_LIMIT
                || said.count() >= settings.flow().inspectedPackets();
        return new Utterance(
                Arrays.copyOfRange(said.bytes(), start, start + Math.min(KEPT, length)),
                length,
                !said.snapped() && (followed || !limited));
    }

    private static int messages(Exchange exchange, int side) {
        return exchange.said(side).messages();
    }

    private static @Nullable Sample sample(Heard heard) {
        Flow flow = heard.record.flow();
        Utterance opening = heard.opener < 0 ? null : heard.messages[heard.opener][0];
        if (opening == null || opening.bytes().length == 0) {
            return null;
        }
        Utterance answer = heard.messages[1 - heard.opener][0];
        boolean answered = heard.straight && answer != null && answer.bytes().length > 0;
        return new Sample(
                flow.protocol(),
                heard.opener == flow.clientSide(),
                flow.direction() != Flow.Direction.UNKNOWN,
                flow.address(flow.clientSide()),
                flow.address(flow.serverSide()),
                flow.port(flow.serverSide()),
                opening,
                heard.messages[heard.opener][1],
                answered ? answer : null);
    }
}
