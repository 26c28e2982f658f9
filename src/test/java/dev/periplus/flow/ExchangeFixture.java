package dev.periplus.flow;

import dev.periplus.decode.Packet;

/**
 * A hand-made exchange: every call of {@link #client} or {@link #server} is one payload packet. Packets are numbered
 * from 1, and payloads begin at {@link #FRAME_OFFSET} of their frames.
 */
public final class ExchangeFixture extends Exchange {
    public static final int FRAME_OFFSET = 54;

    private final boolean datagrams;
    private final Flow flow;
    private final Said[] said = {new Said(), new Said()};
    private long packets;
    private int speakingSide = -1;

    /** Creates an exchange whose direction was observed. */
    public ExchangeFixture(boolean datagrams) {
        this(datagrams, datagrams ? Packet.UDP : Packet.TCP, Flow.Direction.OBSERVED);
    }

    public ExchangeFixture(boolean datagrams, int protocol, Flow.Direction direction) {
        this(datagrams, packet(protocol), direction);
    }

    /** Creates an exchange for the flow that {@code first}, sent by side 0, begins; it sets addresses and ports. */
    public ExchangeFixture(boolean datagrams, Packet first, Flow.Direction direction) {
        this.datagrams = datagrams;
        flow = new Flow(first);
        switch (direction) {
            case OBSERVED -> flow.observed(0);
            case UNKNOWN -> flow.directionUnknown();
            case INFERRED -> {}
        }
        if (!datagrams && direction == Flow.Direction.OBSERVED) {
            said[0].startSeen();
            said[1].startSeen();
        }
    }

    private static Packet packet(int protocol) {
        Packet packet = new Packet();
        packet.protocol = protocol;
        packet.sourcePort = 40000;
        packet.destinationPort = 50000;
        return packet;
    }

    /** The client sends a datagram, or more bytes of its stream. */
    public ExchangeFixture client(byte[] bytes) {
        return speak(Role.CLIENT, bytes, bytes.length);
    }

    /** The server sends the same way. */
    public ExchangeFixture server(byte[] bytes) {
        return speak(Role.SERVER, bytes, bytes.length);
    }

    /** One side sends {@code wire} bytes, which the capture truncated to {@code bytes}. */
    public ExchangeFixture speak(Role role, byte[] bytes, int wire) {
        packets++;
        int side = flow.side(role);
        Said mine = said[side];
        int room = datagrams ? bytes.length : Math.min(bytes.length, Said.STREAM_LIMIT - mine.length());
        mine.counted();
        if (datagrams) {
            mine.datagram(bytes, 0, room, wire, packets, FRAME_OFFSET);
        } else {
            if (side != speakingSide) {
                mine.newMessage();
            }
            mine.append(bytes, 0, room, wire, packets, FRAME_OFFSET);
        }
        speakingSide = side;
        return this;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public boolean datagrams() {
        return datagrams;
    }

    @Override
    public int speakingSide() {
        return speakingSide;
    }

    @Override
    public Said said(int side) {
        return said[side];
    }
}
