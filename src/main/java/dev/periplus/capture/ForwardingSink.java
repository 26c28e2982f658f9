package dev.periplus.capture;

/** A sink in front of another that sees every packet and passes on everything it does not override. */
public abstract class ForwardingSink implements PacketSink {
    /** The sink that receives what this one passes on. */
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
