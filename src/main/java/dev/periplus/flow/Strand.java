package dev.periplus.flow;

/** The datagrams of one protocol on a flow that several share, as an exchange of its own. */
public final class Strand extends Exchange {
    private final Flow flow;
    private final Said[] said = {new Said(), new Said()};
    private int speakingSide;

    public Strand(Flow flow) {
        this.flow = flow;
    }

    /** Copies the latest datagram of the whole flow, from an offset on. */
    public void hear(Exchange whole, int offset) {
        speakingSide = whole.speakingSide();
        said[speakingSide].counted();
        Said latest = whole.said(speakingSide);
        said[speakingSide].datagram(latest, offset, latest.length() - offset, latest.wireLength() - offset);
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public boolean datagrams() {
        return true;
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
