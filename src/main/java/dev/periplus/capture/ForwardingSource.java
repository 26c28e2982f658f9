package dev.periplus.capture;

import java.util.List;

/** A source behind a sink of its own, which sees every packet of another source before it is passed on. */
public abstract class ForwardingSource implements PacketSource {
    private final PacketSource source;

    /** @param source is closed with this one */
    protected ForwardingSource(PacketSource source) {
        this.source = source;
    }

    /** Returns the sink that packets take to {@code sink}. */
    protected abstract PacketSink before(PacketSink sink);

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        return source.read(before(sink));
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() {
        source.close();
    }
}
