package dev.periplus.ring;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Places;
import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.classify.Heard;
import dev.periplus.classify.InspectionStore;
import dev.periplus.correlate.CorrelateSettings;
import dev.periplus.correlate.Correlator;
import dev.periplus.correlate.ProcessRules;
import dev.periplus.correlate.Processes;
import dev.periplus.correlate.Settling;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.ShardHash;
import dev.periplus.detect.Detectors;
import dev.periplus.engine.Knowledge;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowSettings;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import dev.periplus.rule.RuleSet;
import dev.periplus.transfer.Transfers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of any bytes through the whole path, from the decoder to NDJSON. Nothing fails; one shard and three give the
 * same records in the same order. The path runs without the ring's threads, so that an input gives the same each time.
 */
public final class FuzzShards {
    private static final int[] LINK_TYPES = {1, 101, 113, 276, 105, 9};
    private static final int MOST_FRAMES = 48;
    private static final long START = 1_500_000_000_000_000_000L;

    /** Time passes in steps that cross the timeouts of fragments, closed and idle flows. */
    private static final long[] STEPS = {
        0,
        1_000,
        1_000_000,
        100_000_000,
        3_000_000_000L,
        31_000_000_000L,
        70_000_000_000L,
        400_000_000_000L,
        -1_000_000,
        -5_000_000_000L
    };

    private static final RuleSet RULES = Knowledge.ruleLoader().packaged().load();
    private static final Settling SETTLING = new Settling(
            RULES, PortRegistry.load(), KnownUsers.load(), new Processes(null, ProcessRules.none(RULES)), Places.NONE);
    private static final ShardPath ONE = new ShardPath(1);
    private static final ShardPath THREE = new ShardPath(3);

    private FuzzShards() {}

    /** The path with a number of shards. */
    private static final class ShardPath implements Outlet {
        private final List<Shard> shards = new ArrayList<>();
        private final List<ShardHandler> handlers = new ArrayList<>();
        private final OutletHandler outlet = new OutletHandler(this);
        private final JsonText json = new JsonText();
        private final JsonFlow flows = new JsonFlow(json);
        private Correlator correlator = new Correlator(SETTLING, CorrelateSettings.DEFAULT);

        ShardPath(int count) {
            for (int i = 0; i < count; i++) {
                Shard shard = new Shard(
                        DecodeSettings.defaults(),
                        FlowSettings.DEFAULT,
                        RULES,
                        Detectors.all(),
                        Detectors.handovers(),
                        Detectors.announcers(),
                        new InspectionStore(1 << 20),
                        true,
                        new Transfers());
                shards.add(shard);
                handlers.add(new ShardHandler(shard, i, count));
            }
        }

        /** Returns the records of an input. */
        String read(List<CapturedPacket> packets, int split) {
            json.clear();
            correlator = new Correlator(SETTLING, CorrelateSettings.DEFAULT);
            correlator.begin(capture -> "fuzz", this::record);
            long clock = Long.MIN_VALUE / 2;
            for (int from = 0; from < packets.size() || from == 0; from += split) {
                PacketBatch batch = new PacketBatch(shards.size());
                for (CapturedPacket packet : packets.subList(from, Math.min(from + split, packets.size()))) {
                    clock = Math.max(clock, packet.time());
                    add(batch, packet, clock);
                }
                batch.end = clock;
                batch.last = from + split >= packets.size();
                handlers.forEach(handler -> handler.onEvent(batch, 0, true));
                outlet.onEvent(batch, 0, true);
            }
            for (Shard shard : shards) {
                Must.hold(shard.inspectionFailures() == 0, "an inspection failed");
                shard.forget();
            }
            return text();
        }

        private static void add(PacketBatch batch, CapturedPacket packet, long clock) {
            int i = batch.count++;
            batch.bytes[i] = packet.bytes();
            batch.captured[i] = packet.bytes().length;
            batch.wire[i] = packet.wire();
            batch.linkType[i] = packet.linkType();
            batch.number[i] = packet.number();
            batch.time[i] = packet.time();
            batch.clock[i] = clock;
            batch.hash[i] = ShardHash.addressHash(packet.bytes(), 0, packet.bytes().length, packet.linkType());
        }

        private void record(FlowRecord record) {
            flows.write(record);
        }

        private String text() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                json.writeTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toString(StandardCharsets.US_ASCII);
        }

        @Override
        public void over(List<Flow> ended, List<Heard> announced) {
            correlator.over(ended, announced);
        }

        @Override
        public void upTo(long clock) {
            correlator.upTo(clock);
        }

        @Override
        public void last() {
            correlator.end();
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int split = 1 + input.below(PacketBatch.SIZE - 1);
        List<CapturedPacket> packets = new ArrayList<>();
        long time = START;
        while (packets.size() < MOST_FRAMES && input.hasMore()) {
            int form = input.u8();
            time += STEPS[(form >> 4) % STEPS.length];
            int linkType = LINK_TYPES[(form & 7) % LINK_TYPES.length];
            byte[] frame = input.chunk();
            int wire = frame.length + ((form & 8) == 0 ? 0 : 100);
            packets.add(new CapturedPacket(frame, wire, time, linkType, 0, packets.size() + 1L));
        }
        Must.equal(ONE.read(packets, split), THREE.read(packets, split), "the number of shards shows");
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try {
            for (List<CapturedPacket> capture : new CaptureFolder(Path.of("captures")).packets()) {
                for (int from = 0; from < Math.min(capture.size(), 20 * MOST_FRAMES / 4); from += MOST_FRAMES / 4) {
                    seeds.add(seed(capture.subList(from, Math.min(from + MOST_FRAMES / 4, capture.size()))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }

    private static byte[] seed(List<CapturedPacket> packets) {
        FuzzSeed seed = new FuzzSeed().u8(PacketBatch.SIZE - 2);
        for (CapturedPacket packet : packets) {
            int link = packet.linkType() == 101 ? 1 : 0;
            seed.u8(2 << 4 | link).chunk(packet.bytes());
        }
        return seed.bytes();
    }
}
