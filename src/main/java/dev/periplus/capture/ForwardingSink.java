package dev.periplus.capture;

/** A sink on the way to another, which sees every packet and hands on what it does not change. */
public abstract class ForwardingSink implements PacketSink {
    /** The other sink. */
    protected final PacketSink sink;

    protected ForwardingSink(PacketSink sink) {
        this.sink = sink;
    }

    @Override
    public void retire(Runnable release) {
        sink.retire(release);
    }

    @Override
    public int room() {
        return sink.room();
    }

    @Override
    public void idle(long time) {
        sink.idle(time);
    }
}
