package dev.periplus.api;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketChoice;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packets of an add-on, copied into buffers that the ring gives back. */
final class AddedPackets implements PacketSource {
    private static final int MOST_CAPTURED = 262_144;
    private static final int MOST_LINK_TYPE = 0xffff;
    private static final int BUFFER = 1 << 20;

    private final String name;
    private final String scheme;
    private final PacketInput.Feed feed;
    private final PacketChoice choice;

    /** @param choice closed with this */
    AddedPackets(String name, String scheme, PacketInput.Feed feed, PacketChoice choice) {
        this.name = name;
        this.scheme = scheme;
        this.feed = feed;
        this.choice = choice;
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        Copy copy = new Copy(sink, choice, feed::stop);
        String problem = null;
        try {
            feed.read(copy);
        } catch (IOException e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
        } catch (RuntimeException e) {
            if (copy.handing) {
                throw e;
            }
            problem = "the add-on failed: " + e;
        }
        return List.of(copy.outcome(name, scheme, problem));
    }

    @Override
    public void stop() {
        feed.stop();
    }

    @Override
    public void close() {
        try (choice) {
            feed.close();
        }
    }

    private static final class Copy implements PacketInput.Taker {
        private final PacketSink sink;
        private final PacketChoice choice;
        private final Runnable enough;
        private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
        private final List<Integer> linkTypes = new ArrayList<>();
        private ByteBuffer filling = ByteBuffer.allocate(BUFFER);
        private int lastLinkType = -1;
        private long seen;
        private long packets;
        private long captured;
        private long onWire;
        private long first;
        private long last;
        private boolean handing;
        private @Nullable String wrong;

        /** @param enough makes the feed end soon; what it still passes is left out */
        Copy(PacketSink sink, PacketChoice choice, Runnable enough) {
            this.sink = sink;
            this.choice = choice;
            this.enough = enough;
        }

        @Override
        public void packet(byte[] bytes, int offset, int length, int wire, long time, int linkType) {
            check(bytes, offset, length, wire, time, linkType);
            if (wrong != null || choice.isOver()) {
                return;
            }
            seen++;
            if (linkType != lastLinkType) {
                lastLinkType = linkType;
                if (!linkTypes.contains(linkType)) {
                    linkTypes.add(linkType);
                }
            }
            int taken = taken(bytes, offset, length, wire, linkType);
            if (taken >= 0) {
                handing = true;
                hand(bytes, offset, taken, wire, time, linkType);
                handing = false;
            }
            if (wrong != null || choice.isOver()) {
                enough.run();
            }
        }

        private int taken(byte[] bytes, int offset, int length, int wire, int linkType) {
            try {
                return choice.take(bytes, offset, length, wire, linkType);
            } catch (FilterException e) {
                wrong = e.getMessage();
                return -1;
            }
        }

        private void hand(byte[] bytes, int offset, int length, int wire, long time, int linkType) {
            if (filling.remaining() < length) {
                ByteBuffer full = filling;
                ByteBuffer next = idle.poll();
                filling = next == null ? ByteBuffer.allocate(BUFFER) : next;
                sink.retire(() -> idle.push(full.clear()));
            }
            int at = filling.position();
            filling.put(bytes, offset, length);
            first = packets == 0 ? time : Math.min(first, time);
            last = packets == 0 ? time : Math.max(last, time);
            packets++;
            captured += length;
            onWire += wire;
            sink.packet(filling.array(), at, length, wire, time, linkType, 0, seen);
        }

        private static void check(byte[] bytes, int offset, int length, int wire, long time, int linkType) {
            boolean within = offset >= 0 && length >= 0 && offset <= bytes.length - length;
            if (!within || length > MOST_CAPTURED || wire < length || time < 0) {
                throw new IllegalArgumentException("a packet of " + length + " bytes at offset " + offset + " of "
                        + bytes.length + ", " + wire + " on the wire, at time " + time);
            }
            if (linkType < 0 || linkType > MOST_LINK_TYPE) {
                throw new IllegalArgumentException("no link type " + linkType);
            }
        }

        CaptureOutcome outcome(String name, String scheme, @Nullable String failed) {
            String problem = failed == null ? wrong : failed;
            return new CaptureOutcome(
                    name,
                    scheme,
                    packets,
                    captured,
                    onWire,
                    first,
                    last,
                    seen - packets,
                    linkTypes,
                    0,
                    0,
                    null,
                    problem);
        }
    }
}
