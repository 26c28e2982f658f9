package dev.periplus.detect;

import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.flow.DatagramKind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.flow.StunHeader;

/**
 * Finds what shares a 5-tuple with STUN or DTLS, told apart by the first byte (RFC 7983 section 7): in a stream, the
 * messages in frames (RFC 4571, RFC 6544) or in TURN channels (RFC 8656); among messages, those of another kind.
 */
final class Multiplexed implements Handover {
    /** So many packets of a side are read without a reply, which would be evidence for the outer protocol first. */
    private static final int ONE_SIDED = 3;

    private final String name;
    private final int kind;

    /**
     * @param name of the protocol that hands over
     * @param kind of its messages
     */
    Multiplexed(String name, int kind) {
        this.name = name;
        this.kind = kind;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean ofDatagrams() {
        return true;
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        return exchange.datagrams() ? another(exchange) : messages(exchange);
    }

    private static Start messages(Exchange exchange) {
        Role first = exchange.said(Role.CLIENT).length() > 0 ? Role.CLIENT : Role.SERVER;
        Said said = exchange.said(first);
        boolean framed = StunHeader.isMessage(said.bytes(), FramedMessages.HEADER, said.length());
        int at = framed ? FramedMessages.HEADER : 0;
        if (!StunHeader.isMessage(said.bytes(), at, said.length())) {
            return Start.NEVER;
        }
        boolean alone = exchange.said(first.other()).length() == 0;
        if (alone && said.count() < ONE_SIDED) {
            return Start.LATER;
        }
        return new Start(0, 0, framed ? new FramedMessages() : new TurnMessages());
    }

    /** What both sides send from the first message of another kind on. */
    private Start another(Exchange exchange) {
        Role speaker = exchange.speaker();
        Said said = exchange.said(speaker);
        int now = said.length() == 0 ? kind : DatagramKind.of(said.bytes()[0]);
        boolean other = now == DatagramKind.ZRTP || now == DatagramKind.DTLS || now == DatagramKind.RTP;
        if (now == kind || !other) {
            return Start.LATER;
        }
        int before = said.count() - 1;
        int answered = exchange.said(speaker.other()).count();
        return speaker == Role.CLIENT ? new Start(before, answered) : new Start(answered, before);
    }
}
