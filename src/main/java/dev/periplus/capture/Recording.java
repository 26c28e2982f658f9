package dev.periplus.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source whose packets are written to a pcapng file as they come. Where they cannot be, the run ends. */
public final class Recording implements LossySource {
    private final LossySource source;
    private final PcapngWriter writer;
    private @Nullable IOException failure;

    /**
     * @param names of the source's captures or interfaces by index
     * @param snapLength how many bytes of each packet are captured at most
     */
    public Recording(LossySource source, Path file, List<String> names, int snapLength) throws IOException {
        this.source = source;
        writer = new PcapngWriter(file, names, snapLength);
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        List<CaptureOutcome> outcomes = source.read(new Writing(sink));
        try {
            writer.close();
        } catch (IOException e) {
            failed(e);
        }
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
        return outcomes;
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
    public void stop() {
        source.stop();
    }

    /** The source itself stays open. */
    @Override
    public void close() {
        Failures.closeQuietly(writer);
    }

    private final class Writing implements PacketSink {
        private final PacketSink sink;

        Writing(PacketSink sink) {
            this.sink = sink;
        }

        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            sink.packet(bytes, offset, captured, wire, time, link, capture, number);
            if (failure == null) {
                try {
                    writer.packet(bytes, offset, captured, wire, time, link, capture);
                } catch (IOException e) {
                    failed(e);
                }
            }
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
            try {
                writer.flush();
            } catch (IOException e) {
                failed(e);
            }
        }
    }
}
