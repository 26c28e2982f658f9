package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Metadata;
import dev.periplus.classify.Heard;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.FlowFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** An input of many hosts, the same for the same seed: correlating changes flows. */
final class RandomFlows {
    private static final long SECOND = 1_000_000_000L;
    private static final String[] LABELS = {"ssh", "tls", "http", "dns", "smtp"};
    private static final int HOSTS = 12;
    private static final int SERVERS = 200;

    final List<Flow> flows = new ArrayList<>();
    final List<Heard> heard = new ArrayList<>();
    private final Random random;

    RandomFlows(long seed, int size) {
        random = new Random(seed);
        for (int number = 1; number <= size; number++) {
            Packet first = first(number);
            flows.add(flow(first));
            if (random.nextInt(6) == 0) {
                first.vlan ^= 5;
                first.time += random.nextInt(50_000_000);
                flows.add(flow(first));
            }
            if (random.nextInt(4) == 0) {
                name(first.time - random.nextInt(3) * SECOND, number);
            }
        }
    }

    private Packet first(int number) {
        Packet first = FlowFixture.first(
                random.nextBoolean() ? Packet.TCP : Packet.UDP,
                "10.0.0." + (1 + random.nextInt(HOSTS)),
                40_000 + random.nextInt(2_000),
                "10.0.1." + (1 + random.nextInt(SERVERS)),
                1 + random.nextInt(4));
        first.number = number;
        first.time += random.nextInt(400) * SECOND;
        first.vlan = random.nextInt(3) == 0 ? 7 : 0;
        return first;
    }

    private Flow flow(Packet first) {
        FlowFixture begun = FlowFixture.begin(first).from(1_000, 5_000);
        if (first.protocol == Packet.TCP) {
            begun.flags(0, Packet.ACK);
        }
        begun.sends(0, 1 + random.nextInt(2), 10);
        if (random.nextInt(4) > 0) {
            begun.sends(1, 1, 20);
        }
        FlowEnd end = random.nextBoolean() ? FlowEnd.IDLE : FlowEnd.CLOSED;
        Flow flow =
                begun.ended(end, first.time + (1 + random.nextInt(90)) * SECOND).flow();
        flow.inspection(result());
        return flow;
    }

    private InspectionResult result() {
        boolean isKnown = random.nextInt(3) > 0;
        String label = isKnown ? LABELS[random.nextInt(LABELS.length)] : null;
        List<Evidence> evidence =
                label == null ? List.of() : List.of(Evidence.of(Kind.DETECTOR, label, 90, "its bytes", label));
        return new InspectionResult(
                evidence, label, Metadata.NONE, random.nextBoolean(), random.nextBoolean(), null, null);
    }

    private void name(long clock, int by) {
        heard.add(new Heard(
                clock,
                new NameAnnouncement(
                        address("10.0.1." + (1 + random.nextInt(SERVERS))),
                        address("10.0.0." + (1 + random.nextInt(HOSTS))),
                        by,
                        clock,
                        "host-" + random.nextInt(9) + ".example")));
    }

    private static Address address(String text) {
        return Objects.requireNonNull(Address.parse(text));
    }

    /** What a record says, in a line. */
    static String text(FlowRecord record) {
        Flow flow = record.flow();
        return String.join(
                " ",
                Long.toString(record.number()),
                Long.toString(flow.firstPacket()),
                String.valueOf(record.verdict().label()),
                record.evidence().toString(),
                record.metadata().toString(),
                Integer.toString(record.scanTargets()),
                String.valueOf(flow.otherHalf()),
                flow.copies().toString(),
                String.valueOf(flow.continued() == null),
                flow.packets(0) + "/" + flow.packets(1),
                flow.server().toString());
    }
}
