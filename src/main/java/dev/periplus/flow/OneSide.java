package dev.periplus.flow;

/** What one side of an exchange has said, as if the other had said nothing. Reused. */
public final class OneSide extends Exchange {
    private final Said nothing = new Said();
    private Exchange exchange = this;
    private int side;

    /** Shows the side that has just spoken. */
    public OneSide speaking(Exchange of) {
        exchange = of;
        side = of.speakingSide();
        return this;
    }

    @Override
    public Flow flow() {
        return exchange.flow();
    }

    @Override
    public int protocol() {
        return exchange.protocol();
    }

    @Override
    public boolean datagrams() {
        return exchange.datagrams();
    }

    @Override
    public int speakingSide() {
        return side;
    }

    @Override
    public Said said(int of) {
        return of == side ? exchange.said(side) : nothing;
    }
}
