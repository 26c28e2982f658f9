package dev.periplus.engine;

import dev.periplus.capture.PacketSource;
import dev.periplus.capture.SecretBlocks;
import dev.periplus.classify.Heard;
import dev.periplus.classify.KeptFlows;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.flow.Flow;
import dev.periplus.ring.DirectShard;
import dev.periplus.ring.Outlet;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.ring.Shard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes flows of the packets of some hosts, on any machine, and packs them for a {@link RecordStage}. All packets between
 * two hosts must come to the same stage, in the order of a single reader.
 */
public final class FlowStage implements AutoCloseable {
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final int PACKETS = 256;
    private static final int ENTRIES = 4096;

    private final Shard shard;
    private final DirectShard direct;
    private final Packing packing;
    private int packets;

    /**
     * Flows and announcements. The last part of a stage is empty; it begins at the end of the input.
     *
     * @param from what was over, and heard, before this time is in earlier parts of the same stage
     * @param kept as {@link KeptFlows} writes them
     */
    public record Part(long from, byte[] kept) {}

    /**
     * @param secrets tells the secrets of all captures
     * @param out receives the parts, in order of their times, on the thread of the caller
     */
    public FlowStage(Engine.Settings settings, Consumer<SecretBlocks> secrets, Consumer<Part> out) {
        SecretStore keys = new SecretStore(settings.keyLogs());
        secrets.accept(new CapturedSecrets(keys));
        shard = PacketPath.shard(settings, keys);
        packing = new Packing(out);
        direct = new DirectShard(shard, packing);
    }

    /**
     * Processes a packet; parameters as for a packet sink.
     *
     * @param clock time of the whole input at this packet, nanoseconds since the epoch; never decreases
     */
    public void packet(
            byte[] bytes,
            int offset,
            int captured,
            int wire,
            long time,
            long clock,
            int linkType,
            int capture,
            long number) {
        direct.packet(bytes, offset, captured, wire, time, clock, linkType, capture, number);
        if (++packets == PACKETS) {
            packets = 0;
            direct.upTo(clock);
        }
    }

    /** Ends all flows. @param end latest time of the whole input */
    public void end(long end) {
        direct.last(end);
        if (shard.inspectionFailures() > 0) {
            throw new IllegalStateException(shard.inspectionFailures() + " inspections failed");
        }
    }

    @Override
    public void close() {
        shard.forget();
    }

    /** Makes flows of a whole input whose times only a single reader can tell. */
    public static void whole(
            Engine.Settings settings, PacketSource source, Consumer<SecretBlocks> secrets, Consumer<Part> out) {
        try (PacketPath path = new PacketPath(settings, new Packing(out), WhenFull.WAIT)) {
            secrets.accept(new CapturedSecrets(path.keys()));
            path.read(source);
        }
    }

    /** Packs what a shard hands on. */
    private static final class Packing implements Outlet {
        private final Consumer<Part> out;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private KeptFlows.@Nullable Writer writer;
        private int entries;
        private long from = NEVER;
        private long clock = NEVER;

        Packing(Consumer<Part> out) {
            this.out = out;
        }

        @Override
        public void over(List<Flow> flows, List<Heard> announced) {
            if (flows.isEmpty() && announced.isEmpty()) {
                return;
            }
            try {
                KeptFlows.Writer to = writer == null ? begun() : writer;
                for (Heard heard : announced) {
                    to.announcement(heard);
                }
                for (Flow flow : flows) {
                    to.flow(flow);
                    flow.inspection(null);
                }
                entries += flows.size() + announced.size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private KeptFlows.Writer begun() throws IOException {
            KeptFlows.Writer made = new KeptFlows.Writer(bytes);
            writer = made;
            from = clock;
            return made;
        }

        @Override
        public void upTo(long now) {
            clock = now;
            if (entries >= ENTRIES) {
                pack();
            }
        }

        @Override
        public void last() {
            pack();
            try {
                writer = begun();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pack();
        }

        private void pack() {
            KeptFlows.Writer full = writer;
            if (full == null) {
                return;
            }
            try {
                full.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.accept(new Part(from, bytes.toByteArray()));
            bytes = new ByteArrayOutputStream();
            writer = null;
            entries = 0;
        }
    }
}
