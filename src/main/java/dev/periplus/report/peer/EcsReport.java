package dev.periplus.report.peer;

import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Why;
import dev.periplus.report.Words;
import dev.periplus.report.json.JsonAnswer;
import dev.periplus.report.json.JsonLines;
import dev.periplus.report.json.JsonText;
import dev.periplus.report.text.Headline;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes Elastic Common Schema, one flow per line (elastic/ecs, fields of version 9.0). Data without a field in the
 * schema is in {@code periplus}; {@code client} and {@code server} are present if the direction is known. {@code
 * event.duration} is in nanoseconds; bytes are bytes of IP packets. The event type of a flow that is still open is
 * {@code info} instead of {@code end}.
 */
public final class EcsReport implements FlowSink {
    private static final byte[] TIMESTAMP = JsonText.ascii("{\"@timestamp\":");
    private static final byte[] MESSAGE = JsonText.ascii(",\"ecs\":{\"version\":\"9.0.0\"},\"message\":");
    private static final byte[] OBSERVER =
            JsonText.ascii(",\"observer\":{\"product\":\"Periplus\",\"type\":\"sensor\"}");
    private static final byte[] EVENT = JsonText.ascii(",\"event\":{\"kind\":\"event\",\"category\":[\"network\"],"
            + "\"module\":\"periplus\",\"provider\":\"periplus\",\"dataset\":\"periplus.flow\",\"id\":");
    private static final byte[] CONNECTION = JsonText.ascii(",\"type\":[\"connection\"");
    private static final byte[] START = JsonText.name("start");
    private static final byte[] END = JsonText.name("end");
    private static final byte[] DURATION = JsonText.name("duration");
    private static final byte[] ACTION = JsonText.name("action");
    private static final byte[] REASON = JsonText.name("reason");
    private static final byte[] NETWORK = JsonText.ascii(",\"network\":{\"community_id\":");
    private static final byte[] TRANSPORT = JsonText.name("transport");
    private static final byte[] TYPE = JsonText.name("type");
    private static final byte[] IANA_NUMBER = JsonText.name("iana_number");
    private static final byte[] PROTOCOL = JsonText.name("protocol");
    private static final byte[] APPLICATION = JsonText.name("application");
    private static final byte[] BYTES = JsonText.name("bytes");
    private static final byte[] PACKETS = JsonText.name("packets");
    private static final byte[] VLAN = JsonText.ascii(",\"vlan\":{\"id\":");
    private static final byte[] INNER_VLAN = JsonText.ascii(",\"inner\":{\"vlan\":{\"id\":");
    private static final byte[] SOURCE = JsonText.name("source");
    private static final byte[] DESTINATION = JsonText.name("destination");
    private static final byte[] CLIENT = JsonText.name("client");
    private static final byte[] SERVER = JsonText.name("server");
    private static final byte[] ADDRESS = JsonText.ascii("{\"address\":");
    private static final byte[] IP = JsonText.name("ip");
    private static final byte[] MAC = JsonText.name("mac");
    private static final byte[] PORT = JsonText.name("port");
    private static final byte[] DOMAIN = JsonText.name("domain");
    private static final byte[] RELATED = JsonText.ascii(",\"related\":{\"ip\":[");
    private static final byte[] HOSTS = JsonText.ascii(",\"hosts\":[");
    private static final byte[] RULE = JsonText.ascii(",\"rule\":{\"ruleset\":\"periplus\",\"id\":");
    private static final byte[] TLS = JsonText.ascii(",\"tls\":{\"version_protocol\":\"tls\"");
    private static final byte[] VERSION = JsonText.name("version");
    private static final byte[] TLS_CLIENT = JsonText.ascii(",\"client\":{\"ja3\":");
    private static final byte[] SERVER_NAME = JsonText.name("server_name");
    private static final byte[] TLS_SERVER = JsonText.ascii(",\"server\":{\"ja3s\":");
    private static final byte[] OURS = JsonText.ascii(",\"periplus\":{\"label\":");

    private final JsonLines lines;
    private final JsonText json;
    private final JsonAnswer answer;
    private final FlowIds ids = new FlowIds();

    /** @param out flushed but not closed */
    public EcsReport(OutputStream out) {
        lines = new JsonLines(out);
        json = lines.text();
        answer = new JsonAnswer(json, ids);
    }

    @Override
    public void flow(FlowRecord record) {
        write(record, "end");
    }

    @Override
    public void goesOn(FlowRecord record) {
        write(record, "info");
    }

    /** @param type of the event, besides connection */
    private void write(FlowRecord record, String type) {
        Flow flow = record.flow();
        Metadata metadata = record.metadata();
        String host = host(record, metadata);
        String why = Why.of(record);
        json.raw(TIMESTAMP).time(flow.start());
        json.raw(MESSAGE).text(Headline.of(record, why)).raw(OBSERVER);
        event(record, type, why);
        network(record, flow);
        side(SOURCE, flow, flow.clientSide(), null);
        side(DESTINATION, flow, flow.serverSide(), host);
        if (flow.direction() != Flow.Direction.UNKNOWN) {
            side(CLIENT, flow, flow.clientSide(), null);
            side(SERVER, flow, flow.serverSide(), host);
        }
        related(flow, host);
        Evidence strongest = Why.strongest(record.evidence(), record.verdict().label());
        if (strongest != null) {
            json.raw(RULE).known(strongest.rule()).raw('}');
        }
        tls(metadata);
        json.raw(OURS);
        answer.write(record);
        json.raw('}').raw('}');
        lines.end();
    }

    private void event(FlowRecord record, String type, String why) {
        Flow flow = record.flow();
        boolean labelled = record.verdict().label() != null;
        json.raw(EVENT).plain(ids.uid(flow)).raw(CONNECTION);
        if (labelled) {
            json.raw(',').known("protocol");
        }
        json.raw(',').known(type).raw(']');
        json.raw(ACTION).known(labelled ? "flow_labelled" : "flow_unknown");
        json.raw(START).time(flow.start());
        json.raw(END).time(flow.end());
        json.raw(DURATION).number(flow.end() - flow.start());
        json.optional(REASON, why.isEmpty() ? null : why).raw('}');
    }

    private void network(FlowRecord record, Flow flow) {
        Verdict verdict = record.verdict();
        json.raw(NETWORK).plain(ids.communityId(flow));
        json.raw(TRANSPORT).known(flow.transport());
        if (!Transport.isFrame(flow.protocol())) {
            json.raw(TYPE).known(flow.ipVersion() == 4 ? "ipv4" : "ipv6");
            json.raw(IANA_NUMBER).known(Integer.toString(flow.protocol()));
        }
        json.optional(PROTOCOL, verdict.label());
        json.optional(APPLICATION, record.application());
        json.raw(BYTES).number(flow.bytes(0) + flow.bytes(1));
        json.raw(PACKETS).number(flow.packets(0) + flow.packets(1));
        int inner = Words.innerVlan(flow.vlan());
        int outer = Words.outerVlan(flow.vlan());
        if (flow.vlan() != 0) {
            json.raw(VLAN).known(Integer.toString(outer > 0 ? outer : inner)).raw('}');
        }
        if (outer > 0) {
            json.raw(INNER_VLAN).known(Integer.toString(inner)).raw('}').raw('}');
        }
        json.raw('}');
    }

    private void side(byte[] name, Flow flow, int side, @Nullable String host) {
        String address = flow.address(side);
        json.raw(name).raw(ADDRESS).text(address);
        if (Transport.isFrame(flow.protocol())) {
            json.raw(MAC).text(address.toUpperCase(Locale.ROOT).replace(':', '-'));
        } else {
            json.raw(IP).text(address);
        }
        if (Transport.hasPorts(flow.protocol())) {
            json.raw(PORT).number(flow.port(side));
        }
        json.optional(DOMAIN, host);
        json.raw(BYTES).number(flow.bytes(side));
        json.raw(PACKETS).number(flow.packets(side)).raw('}');
    }

    private void related(Flow flow, @Nullable String host) {
        if (Transport.isFrame(flow.protocol())) {
            return;
        }
        json.raw(RELATED).text(flow.address(flow.clientSide()));
        json.raw(',').text(flow.address(flow.serverSide())).raw(']');
        if (host != null) {
            json.raw(HOSTS).text(host).raw(']');
        }
        json.raw('}');
    }

    /** Returns the name the client gave the server, or null. */
    private static @Nullable String host(FlowRecord record, Metadata metadata) {
        String tls = first(metadata, "tls", "sni");
        String quic = tls == null ? first(metadata, "quic", "sni") : tls;
        NamedService named = record.named();
        return quic == null && named != null ? named.host() : quic;
    }

    /** Writes fingerprints and names; nothing if there is no fingerprint. */
    private void tls(Metadata metadata) {
        String ja3 = first(metadata, "tls", "ja3");
        String ja3s = first(metadata, "tls", "ja3s");
        if (ja3 == null && ja3s == null) {
            return;
        }
        json.raw(TLS).optional(VERSION, first(metadata, "tls", "version"));
        if (ja3 != null) {
            json.raw(TLS_CLIENT).text(ja3);
            json.optional(SERVER_NAME, first(metadata, "tls", "sni")).raw('}');
        }
        if (ja3s != null) {
            json.raw(TLS_SERVER).text(ja3s).raw('}');
        }
        json.raw('}');
    }

    private static @Nullable String first(Metadata metadata, String group, String key) {
        List<String> values = metadata.values(group, key);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public void flush() {
        lines.flush();
    }

    @Override
    public void finish(RunSummary run) {
        lines.flush();
    }
}
