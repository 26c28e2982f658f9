package dev.periplus.classify;

import dev.periplus.answer.Layer;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.detect.Detectors;
import dev.periplus.detect.FuzzOpeners;
import dev.periplus.engine.Knowledge;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowSettings;
import dev.periplus.flow.FlowTable;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.fuzz.Talks;
import dev.periplus.rule.RuleSet;
import dev.periplus.transfer.Transfers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packets of one flow, with lost, repeated and cut segments, through the flow table, all detectors and all rules. No
 * inspection fails; a verdict is possible; what is kept of the flow is read back the same.
 */
public final class FuzzClassify {
    private static final RuleSet RULES = Knowledge.ruleLoader().packaged().load();
    private static final Verdicts VERDICTS = new Verdicts(new Weighing(RULES));
    private static final int[] PROTOCOLS = {Packet.TCP, Packet.UDP, Packet.SCTP};
    private static final int MOST_PACKETS = 40;
    private static final long START = 1_500_000_000_000_000_000L;
    private static final long TICK = 1_000_000;
    private static final long CLIENT = 0xffff_0a00_0005L;
    private static final long SERVER = 0xffff_0a00_0009L;

    private static final int BACK = 1;
    private static final int MOVED = 2;
    private static final int CUT = 4;
    private static final int FLAGS = 8;

    private static final List<Flow> ENDED = new ArrayList<>();
    private static final List<Announcement> ANNOUNCED = new ArrayList<>();
    private static final InspectionStore STORE = new InspectionStore(1 << 20);
    private static final Classifiers CLASSIFIERS = new Classifiers(
            RULES,
            Detectors.all(),
            Detectors.handovers(),
            Detectors.announcers(),
            STORE,
            64,
            ANNOUNCED::add,
            ENDED::add,
            true,
            new Transfers());
    private static final FlowTable TABLE = new FlowTable(FlowSettings.DEFAULT, CLASSIFIERS);

    private FuzzClassify() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        ENDED.clear();
        ANNOUNCED.clear();
        FuzzInput input = new FuzzInput(bytes);
        Packet packet = new Packet();
        packet.ipVersion = 4;
        packet.protocol = PROTOCOLS[input.below(PROTOCOLS.length)];
        boolean opens = (input.u8() & 1) == 0;
        int port = input.u16();
        long[] next = {1000, 9000};
        if (packet.protocol == Packet.TCP && opens) {
            send(packet, 0, port, Packet.SYN, next, new byte[0], 0);
            send(packet, 1, port, Packet.SYN | Packet.ACK, next, new byte[0], 0);
        }
        for (int i = 0; i < MOST_PACKETS && input.hasMore(); i++) {
            int form = input.u8();
            int side = form & BACK;
            next[side] += (form & MOVED) == 0 ? 0 : (byte) input.u8();
            int cut = (form & CUT) == 0 ? 0 : input.u8();
            int flags = (form & FLAGS) == 0 ? Packet.ACK : input.u8();
            send(packet, side, port, flags, next, input.chunk(), cut);
        }
        TABLE.endAll();
        Must.hold(CLASSIFIERS.failures() == 0, "an inspection failed");
        ENDED.forEach(FuzzClassify::check);
        keep();
        STORE.clear();
    }

    private static void send(Packet packet, int side, int port, int flags, long[] next, byte[] payload, int cut) {
        packet.number++;
        packet.time = START + packet.number * TICK;
        packet.clock = packet.time;
        packet.sourcePort = side == 0 ? 40_000 : port;
        packet.destinationPort = side == 0 ? port : 40_000;
        packet.sourceLow = side == 0 ? CLIENT : SERVER;
        packet.destinationLow = side == 0 ? SERVER : CLIENT;
        packet.tcpFlags = flags;
        packet.tcpSequence = next[side] & 0xffffffffL;
        packet.tcpAcknowledgement = next[1 - side] & 0xffffffffL;
        packet.bytes = payload;
        packet.payloadCaptured = payload.length;
        packet.payloadLength = payload.length + cut;
        packet.ipLength = packet.payloadLength + 40;
        packet.wireLength = packet.ipLength;
        next[side] += packet.payloadLength + ((flags & (Packet.SYN | Packet.FIN)) == 0 ? 0 : 1);
        TABLE.onPacket(packet);
    }

    private static void check(Flow flow) {
        InspectionResult result = InspectionState.of(flow).result();
        Verdict verdict = VERDICTS.settle(flow, result, result.evidence());
        double confidence = verdict.confidence();
        Must.hold(confidence >= 0 && confidence <= 1, "confidence");
        String label = verdict.label();
        Must.hold(label == null ? verdict.unknownBecause() != null : RULES.protocol(label) != null, "label");
        for (Layer layer : VERDICTS.inside(flow, result)) {
            Must.hold(layer.verdict().label() != null, "label inside");
        }
    }

    /** Writes results and announcements as a case keeps them, and reads them back. */
    private static void keep() {
        InspectionCodec codec = new InspectionCodec();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try {
            for (Flow flow : ENDED) {
                InspectionResult result = InspectionState.of(flow).result();
                int length = codec.write(result);
                byte[] written = Arrays.copyOf(codec.bytes(), length);
                codec.check(written, 1);
                same(result, codec.read(written, 0, result.label()));
            }
            for (Announcement announcement : ANNOUNCED) {
                AnnouncementCodec.write(announcement, new DataOutputStream(kept));
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept.toByteArray()));
            for (Announcement announcement : ANNOUNCED) {
                Must.equal(announcement, AnnouncementCodec.read(in, 0), "announcement");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void same(InspectionResult result, InspectionResult read) {
        Must.equal(result.evidence(), read.evidence(), "evidence");
        Must.equal(result.metadata(), read.metadata(), "metadata");
        Must.hold(result.opaque() == read.opaque() && result.midstream() == read.midstream(), "flags");
        InspectionResult inside = result.inside();
        InspectionResult readInside = read.inside();
        Must.hold((inside == null) == (readInside == null), "inside");
        if (inside != null && readInside != null) {
            same(inside, readInside);
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<Talks.Talk> talks = new ArrayList<>(Talks.all());
        talks.addAll(FuzzOpeners.nested());
        for (Talks.Talk talk : talks) {
            int index = talk.protocol() == Packet.TCP ? 0 : talk.protocol() == Packet.UDP ? 1 : 2;
            seeds.add(talk.to(new FuzzSeed().u8(index).u8(0).u16(50_000)).bytes());
        }
        return seeds;
    }
}
