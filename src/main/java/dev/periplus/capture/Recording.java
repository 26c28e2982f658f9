package dev.periplus.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the packets of a source to a file as they arrive. A write error ends the run. */
public final class Recording implements LossySource {
    private final LossySource source;
    private final PacketFile file;
    private final long mostBytes;
    private @Nullable IOException failure;

    /**
     * Records a source.
     *
     * @param file stays open
     * @param mostBytes the source is stopped once the file reaches this size; 0 for no limit
     */
    public Recording(LossySource source, PacketFile file, long mostBytes) {
        this.source = source;
        this.file = file;
        this.mostBytes = mostBytes;
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        List<CaptureOutcome> outcomes = source.read(new Writing(sink));
        flush();
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
        return outcomes;
    }

    private void flush() {
        try {
            file.flush();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        failure = failure == null ? e : failure;
        source.stop();
    }

    @Override
    public Drops drops() {
        return source.drops();
    }

    @Override
    public List<InterfaceStatus> interfaces() {
        return source.interfaces();
    }

    @Override
    public void stop() {
        source.stop();
    }

    /** Does nothing; the source stays open. */
    @Override
    public void close() {}

    private final class Writing extends ForwardingSink {
        Writing(PacketSink sink) {
            super(sink);
        }

        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            sink.packet(bytes, offset, captured, wire, time, link, capture, number);
            if (failure != null) {
                return;
            }
            try {
                file.packet(bytes, offset, captured, wire, time, link, capture, number);
            } catch (IOException e) {
                failed(e);
            }
            if (mostBytes > 0 && file.size() >= mostBytes) {
                source.stop();
            }
        }

        @Override
        public void idle(long time) {
            super.idle(time);
            flush();
        }
    }
}
