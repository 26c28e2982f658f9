package dev.periplus.spark;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FlowStage;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The flows of the packets of one task, packed, with the time at which each part begins. */
final class FlowParts implements Iterator<Tuple2<Order, byte[]>> {
    private final ArrayDeque<Tuple2<Order, byte[]>> ready = new ArrayDeque<>();
    private final MergedPackets packets;
    private final @Nullable FlowStage stage;
    private final long end;
    private final int task;
    private long parts;
    private boolean isOver;

    /**
     * @param secrets of all captures
     * @param isOrdered whether the times of packets are the times of the input; otherwise this task has all packets, and
     *     finds out
     * @param end latest time of all packets
     */
    FlowParts(Engine.Settings settings, int task, MergedPackets packets, Secrets secrets, boolean isOrdered, long end) {
        this.task = task;
        this.end = end;
        this.packets = packets;
        if (isOrdered) {
            stage = new FlowStage(settings, secrets::tell, this::add);
        } else {
            stage = null;
            FlowStage.whole(settings, new Source(), secrets::tell, this::add);
            isOver = true;
        }
    }

    private void add(FlowStage.Part part) {
        ready.add(new Tuple2<>(new Order(0, part.from(), task, parts++), part.kept()));
    }

    @Override
    public boolean hasNext() {
        FlowStage making = stage;
        while (ready.isEmpty() && !isOver && making != null) {
            PacketBlock.Reader p = packets.next();
            if (p == null) {
                isOver = true;
                making.end(end);
                making.close();
            } else {
                making.packet(p.bytes, p.offset, p.captured, p.wire, p.time, p.clock, p.linkType, p.capture, p.number);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Order, byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    /** The packets as a source. */
    private final class Source implements PacketSource {
        @Override
        public List<CaptureOutcome> read(PacketSink sink) {
            for (PacketBlock.Reader p = packets.next(); p != null; p = packets.next()) {
                sink.packet(p.bytes, p.offset, p.captured, p.wire, p.time, p.linkType, p.capture, p.number);
            }
            return List.of();
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException("nobody stops it");
        }

        @Override
        public void close() {}
    }
}
