package dev.periplus.report.peer;

import dev.periplus.address.Transport;
import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.report.FlowIds;
import dev.periplus.report.json.JsonAnswer;
import dev.periplus.report.json.JsonLines;
import dev.periplus.report.json.JsonMembers;
import dev.periplus.report.json.JsonText;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes Suricata's EVE JSON (OISF/suricata, {@code etc/schema.json}): an event {@code flow} for each flow, with the
 * answer as a further object, {@code label}; after it, if the label is not what the port is registered for, an event
 * {@code anomaly}; periodically and at the end an event {@code stats} with every counter. {@code app_proto} is what the
 * bytes prove, {@code failed} if payload proves nothing. Frames without IP have {@code ether} in the place of addresses
 * and ports, as Suricata writes it for flows. Bytes are bytes of IP packets, without link headers. The event
 * of a flow that is still open has no {@code end} and {@code reason}, and the {@code flow_id} of its later events.
 */
public final class EveReport implements FlowSink {
    private static final byte[] UTC = JsonText.ascii("+0000");
    private static final long SECOND = 1_000_000_000L;

    private static final byte[] TIMESTAMP = JsonText.ascii("{\"timestamp\":");
    private static final byte[] FLOW_ID = JsonText.name("flow_id");
    private static final byte[] EVENT_TYPE = JsonText.name("event_type");
    private static final byte[] SRC_IP = JsonText.name("src_ip");
    private static final byte[] ETHER = JsonText.ascii(",\"ether\":{\"src_macs\":[");
    private static final byte[] DEST_MACS = JsonText.ascii("],\"dest_macs\":[");
    private static final byte[] SRC_PORT = JsonText.name("src_port");
    private static final byte[] DEST_IP = JsonText.name("dest_ip");
    private static final byte[] DEST_PORT = JsonText.name("dest_port");
    private static final byte[] PROTO = JsonText.name("proto");
    private static final byte[] IP_V = JsonText.name("ip_v");
    private static final byte[] ICMP_TYPE = JsonText.name("icmp_type");
    private static final byte[] COMMUNITY_ID = JsonText.name("community_id");
    private static final byte[] APP_PROTO = JsonText.name("app_proto");
    private static final byte[] APP_PROTO_ORIG = JsonText.name("app_proto_orig");
    private static final byte[] FLOW = JsonText.ascii(",\"flow\":{\"pkts_toserver\":");
    private static final byte[] PKTS_TOCLIENT = JsonText.name("pkts_toclient");
    private static final byte[] BYTES_TOSERVER = JsonText.name("bytes_toserver");
    private static final byte[] BYTES_TOCLIENT = JsonText.name("bytes_toclient");
    private static final byte[] START = JsonText.name("start");
    private static final byte[] END = JsonText.name("end");
    private static final byte[] AGE = JsonText.name("age");
    private static final byte[] STATE = JsonText.name("state");
    private static final byte[] REASON = JsonText.name("reason");
    private static final byte[] NOT_ALERTED = JsonText.ascii(",\"alerted\":false}");
    private static final byte[] TCP = JsonText.ascii(",\"tcp\":{\"tcp_flags\":");
    private static final byte[] TCP_FLAGS_TS = JsonText.name("tcp_flags_ts");
    private static final byte[] TCP_FLAGS_TC = JsonText.name("tcp_flags_tc");
    private static final byte[] LABEL = JsonText.name("label");
    private static final byte[] ANOMALY =
            JsonText.ascii(",\"anomaly\":{\"type\":\"applayer\",\"layer\":\"proto_detect\","
                    + "\"event\":\"NOT_AS_REGISTERED\",\"app_proto\":");
    private static final byte[] STATS = JsonText.ascii(",\"stats\":{\"uptime\":");
    private static final byte[] CAPTURE = JsonText.ascii(",\"capture\":{\"kernel_packets\":");
    private static final byte[] KERNEL_DROPS = JsonText.name("kernel_drops");
    private static final byte[] DECODER = JsonText.ascii(",\"decoder\":{\"pkts\":");
    private static final byte[] INVALID = JsonText.name("invalid");
    private static final byte[] OURS = JsonText.ascii(",\"periplus\":{\"protocols_known\":");

    /** The names of TCP's control bits, the lowest first. */
    private static final byte[][] TCP_BITS = {
        JsonText.name("fin"), JsonText.name("syn"), JsonText.name("rst"), JsonText.name("psh"),
        JsonText.name("ack"), JsonText.name("urg"), JsonText.name("ecn"), JsonText.name("cwr")
    };

    private final JsonLines lines;
    private final JsonText json;
    private final JsonMembers members;
    private final JsonAnswer answer;
    private final FlowIds ids = new FlowIds();

    /** Time of the latest packet. */
    private long latest;

    /** @param out flushed but not closed */
    public EveReport(OutputStream out) {
        lines = new JsonLines(out);
        json = lines.text();
        members = new JsonMembers(json);
        answer = new JsonAnswer(json, ids);
    }

    @Override
    public void flow(FlowRecord record) {
        List<String> proved = ProvedProtocols.of(record);
        String protocol = protocol(proved, record.flow());
        event(record, proved, protocol);
        if (record.standing() == Standing.NOT_AS_REGISTERED) {
            head(record.flow(), "anomaly");
            json.raw(ANOMALY).known(protocol == null ? "failed" : protocol);
            json.raw('}').raw('}');
            lines.end();
        }
    }

    @Override
    public void goesOn(FlowRecord record) {
        List<String> proved = ProvedProtocols.of(record);
        event(record, proved, protocol(proved, record.flow()));
    }

    private void event(FlowRecord record, List<String> proved, @Nullable String protocol) {
        Flow flow = record.flow();
        latest = Math.max(latest, flow.end());
        head(flow, "flow");
        json.optional(APP_PROTO, protocol);
        json.optional(APP_PROTO_ORIG, proved.size() < 2 ? null : ProvedProtocols.suricata(proved.get(0)));
        counts(flow);
        if (flow.protocol() == Packet.TCP) {
            tcp(flow);
        }
        json.raw(LABEL);
        answer.write(record);
        json.raw('}');
        lines.end();
    }

    private static @Nullable String protocol(List<String> proved, Flow flow) {
        if (!proved.isEmpty()) {
            return ProvedProtocols.suricata(proved.get(proved.size() - 1));
        }
        return flow.payload(0) + flow.payload(1) > 0 && Transport.hasPorts(flow.protocol()) ? "failed" : null;
    }

    private void head(Flow flow, String type) {
        boolean ported = Transport.hasPorts(flow.protocol());
        json.raw(TIMESTAMP).micros(flow.end(), UTC);
        json.raw(FLOW_ID).number(ids.number(flow));
        json.raw(EVENT_TYPE).known(type);
        members.vlan(flow.vlan());
        if (Transport.isFrame(flow.protocol())) {
            json.raw(ETHER).text(flow.address(flow.clientSide()));
            json.raw(DEST_MACS).text(flow.address(flow.serverSide())).raw(']').raw('}');
            json.raw(PROTO).known(flow.transport());
            return;
        }
        address(SRC_IP, SRC_PORT, flow, flow.clientSide(), ported);
        address(DEST_IP, DEST_PORT, flow, flow.serverSide(), ported);
        json.raw(PROTO).known(transport(flow.protocol()));
        json.raw(IP_V).number(flow.ipVersion());
        if (Transport.isIcmp(flow.protocol())) {
            json.raw(ICMP_TYPE).number(flow.port(0));
        }
        json.raw(COMMUNITY_ID).plain(ids.communityId(flow));
    }

    private void address(byte[] ip, byte[] port, Flow flow, int side, boolean ported) {
        json.raw(ip).text(flow.address(side));
        if (ported) {
            json.raw(port).number(flow.port(side));
        }
    }

    /** Returns the name Suricata uses: IANA's spelling, or three digits for other protocols. */
    private static String transport(int protocol) {
        String name = Transport.name(protocol);
        return name.startsWith("ip-")
                ? String.format(Locale.ROOT, "%03d", protocol)
                : name.toUpperCase(Locale.ROOT).replace("IPV6", "IPv6");
    }

    private void counts(Flow flow) {
        int client = flow.clientSide();
        int server = flow.serverSide();
        String reason = reason(flow.endReason());
        json.raw(FLOW).number(flow.packets(client));
        json.raw(PKTS_TOCLIENT).number(flow.packets(server));
        json.raw(BYTES_TOSERVER).number(flow.bytes(client));
        json.raw(BYTES_TOCLIENT).number(flow.bytes(server));
        json.raw(START).micros(flow.start(), UTC);
        if (reason != null) {
            json.raw(END).micros(flow.end(), UTC);
        }
        json.raw(AGE).number((flow.end() - flow.start()) / SECOND);
        json.raw(STATE).known(state(flow));
        json.optional(REASON, reason);
        json.raw(NOT_ALERTED);
    }

    private static String state(Flow flow) {
        if (flow.endReason() == FlowEnd.CLOSED) {
            return "closed";
        }
        return flow.packets(0) > 0 && flow.packets(1) > 0 ? "established" : "new";
    }

    private static @Nullable String reason(FlowEnd end) {
        return switch (end) {
            case IDLE, CLOSED -> "timeout";
            case EVICTED -> "forced";
            case END_OF_CAPTURE -> "shutdown";
            case ACTIVE -> null;
        };
    }

    private void tcp(Flow flow) {
        int client = flow.flags(flow.clientSide());
        int server = flow.flags(flow.serverSide());
        json.raw(TCP).hex(new byte[] {(byte) (client | server)});
        json.raw(TCP_FLAGS_TS).hex(new byte[] {(byte) client});
        json.raw(TCP_FLAGS_TC).hex(new byte[] {(byte) server});
        for (int bit = 0; bit < TCP_BITS.length; bit++) {
            if (((client | server) >> bit & 1) != 0) {
                json.raw(TCP_BITS[bit]).flag(true);
            }
        }
        json.raw('}');
    }

    @Override
    public void flush() {
        lines.flush();
    }

    @Override
    public void status(RunSummary soFar) {
        Counters counters = soFar.counters();
        for (RunSummary.CaptureRead capture : soFar.captures()) {
            latest = Math.max(latest, capture.lastTime());
        }
        json.raw(TIMESTAMP).micros(latest, UTC);
        json.raw(EVENT_TYPE).known("stats");
        json.raw(STATS).number(soFar.elapsed() / SECOND);
        if (counters.has(Counter.RECEIVED)) {
            json.raw(CAPTURE).number(counters.get(Counter.RECEIVED));
            json.raw(KERNEL_DROPS).number(counters.get(Counter.KERNEL_DROPPED)).raw('}');
        }
        json.raw(DECODER).number(counters.get(Counter.PACKETS));
        json.raw(INVALID).number(counters.get(Counter.MALFORMED)).raw('}');
        json.raw(OURS).number(soFar.rules());
        for (Count count : counters.counts()) {
            json.raw(',').text(count.id().replace('.', '_')).raw(':').number(count.value());
        }
        json.raw('}').raw('}').raw('}');
        lines.end();
        lines.flush();
    }

    @Override
    public void finish(RunSummary run) {
        status(run);
    }
}
