package dev.periplus.report.peer;

import dev.periplus.address.Transport;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Severity;
import dev.periplus.flow.Flow;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Why;
import dev.periplus.report.json.JsonAnswer;
import dev.periplus.report.json.JsonLines;
import dev.periplus.report.json.JsonText;
import dev.periplus.report.text.Headline;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes events of the Open Cybersecurity Schema Framework 1.5.0, one per line: a flow is a {@code network_activity} (class
 * 4001), a finding a {@code detection_finding} (class 2004). Times and durations are in milliseconds; bytes are bytes of
 * packets. {@code svc_name} and {@code app_name} are what was recognised; what a port is registered for is in {@code
 * unmapped.periplus} only, with everything else that the schema has no attribute for.
 */
public final class OcsfReport implements FlowSink {
    private static final long MILLI = 1_000_000;
    private static final int SUB_TECHNIQUE = "T1021".length();

    private static final byte[] METADATA = JsonText.ascii(
            ",\"metadata\":{\"version\":\"1.5.0\",\"product\":{\"name\":\"Periplus\",\"vendor_name\":\"Periplus\"},\"uid\":");
    private static final byte[] ACTIVITY = JsonText.ascii("{\"category_uid\":4,\"category_name\":\"Network Activity\","
            + "\"class_uid\":4001,\"class_name\":\"Network Activity\",\"activity_id\":6,\"activity_name\":\"Traffic\","
            + "\"type_uid\":400106,\"type_name\":\"Network Activity: Traffic\",\"severity_id\":1,\"time\":");
    private static final byte[] FINDING = JsonText.ascii("{\"category_uid\":2,\"category_name\":\"Findings\","
            + "\"class_uid\":2004,\"class_name\":\"Detection Finding\",\"activity_id\":1,\"activity_name\":\"Create\","
            + "\"type_uid\":200401,\"type_name\":\"Detection Finding: Create\",\"severity_id\":");
    private static final byte[] TIME = JsonText.name("time");
    private static final byte[] START_TIME = JsonText.name("start_time");
    private static final byte[] END_TIME = JsonText.name("end_time");
    private static final byte[] DURATION = JsonText.name("duration");
    private static final byte[] MESSAGE = JsonText.name("message");
    private static final byte[] SOURCE = JsonText.ascii(",\"src_endpoint\":{");
    private static final byte[] DESTINATION = JsonText.ascii(",\"dst_endpoint\":{");
    private static final byte[] IP = JsonText.ascii("\"ip\":");
    private static final byte[] STATION = JsonText.ascii("\"uid\":");
    private static final byte[] MAC = JsonText.name("mac");
    private static final byte[] PORT = JsonText.name("port");
    private static final byte[] SERVICE = JsonText.name("svc_name");
    private static final byte[] APPLICATION = JsonText.name("app_name");
    private static final byte[] CONNECTION = JsonText.ascii(",\"connection_info\":{\"direction_id\":0,\"uid\":");
    private static final byte[] COMMUNITY = JsonText.name("community_uid");
    private static final byte[] PROTOCOL = JsonText.name("protocol_name");
    private static final byte[] NUMBER = JsonText.name("protocol_num");
    private static final byte[] VERSION = JsonText.name("protocol_ver_id");
    private static final byte[] TRAFFIC = JsonText.ascii(",\"traffic\":{\"bytes\":");
    private static final byte[] BYTES_IN = JsonText.name("bytes_in");
    private static final byte[] BYTES_OUT = JsonText.name("bytes_out");
    private static final byte[] BYTES_MISSED = JsonText.name("bytes_missed");
    private static final byte[] PACKETS = JsonText.name("packets");
    private static final byte[] PACKETS_IN = JsonText.name("packets_in");
    private static final byte[] PACKETS_OUT = JsonText.name("packets_out");
    private static final byte[] OURS = JsonText.ascii(",\"unmapped\":{\"periplus\":{\"label\":");
    private static final byte[] ALERT = JsonText.name("is_alert");
    private static final byte[] INFO = JsonText.ascii(",\"finding_info\":{\"uid\":");
    private static final byte[] TITLE = JsonText.name("title");
    private static final byte[] DESCRIPTION = JsonText.name("desc");
    private static final byte[] FIRST_SEEN = JsonText.name("first_seen_time");
    private static final byte[] LAST_SEEN = JsonText.name("last_seen_time");
    private static final byte[] ANALYTIC = JsonText.ascii(",\"analytic\":{\"type_id\":1,\"type\":\"Rule\",\"uid\":");
    private static final byte[] ATTACKS = JsonText.ascii(",\"attacks\":[");
    private static final byte[] TECHNIQUE = JsonText.ascii("{\"technique\":{\"uid\":");
    private static final byte[] REFINED = JsonText.ascii(",\"sub_technique\":{\"uid\":");
    private static final byte[] EVIDENCES = JsonText.ascii(",\"evidences\":[");
    private static final byte[] NAME = JsonText.ascii("{\"name\":");
    private static final byte[] FACTS = JsonText.ascii(",\"unmapped\":{\"periplus\":{\"where\":");
    private static final byte[] LABEL = JsonText.name("label");
    private static final byte[] FLOWS = JsonText.name("flows");
    private static final byte[] SAYS = JsonText.name("facts");

    private final JsonLines lines;
    private final JsonText json;
    private final JsonAnswer answer;
    private final FlowIds ids = new FlowIds();

    /** @param out flushed but not closed */
    public OcsfReport(OutputStream out) {
        lines = new JsonLines(out);
        json = lines.text();
        answer = new JsonAnswer(json, ids);
    }

    @Override
    public void flow(FlowRecord record) {
        Flow flow = record.flow();
        json.raw(ACTIVITY).number(flow.end() / MILLI);
        json.raw(METADATA).plain(ids.uid(flow)).raw('}');
        json.raw(START_TIME).number(flow.start() / MILLI);
        json.raw(END_TIME).number(flow.end() / MILLI);
        json.raw(DURATION).number((flow.end() - flow.start()) / MILLI);
        json.raw(MESSAGE).text(Headline.of(record, Why.of(record)));
        ends(record);
        json.optional(APPLICATION, record.application());
        traffic(flow);
        json.raw(OURS);
        answer.write(record);
        json.raw('}').raw('}').raw('}');
        lines.end();
    }

    @Override
    public void goesOn(FlowRecord record) {
        flow(record);
    }

    private void ends(FlowRecord record) {
        Flow flow = record.flow();
        side(SOURCE, flow, flow.clientSide(), null);
        side(DESTINATION, flow, flow.serverSide(), record.verdict().label());
        json.raw(CONNECTION).plain(ids.uid(flow));
        if (!Transport.isFrame(flow.protocol())) {
            json.raw(COMMUNITY).plain(ids.communityId(flow));
            json.raw(NUMBER).number(flow.protocol());
            json.raw(VERSION).number(flow.ipVersion());
        }
        json.raw(PROTOCOL).known(flow.transport()).raw('}');
    }

    private void side(byte[] name, Flow flow, int side, @Nullable String service) {
        String address = flow.address(side);
        boolean station = Transport.isFrame(flow.protocol());
        json.raw(name).raw(station ? STATION : IP).text(address);
        if (station) {
            json.raw(MAC).text(address);
        }
        if (Transport.hasPorts(flow.protocol())) {
            json.raw(PORT).number(flow.port(side));
        }
        json.optional(SERVICE, service).raw('}');
    }

    private void traffic(Flow flow) {
        int client = flow.clientSide();
        int server = flow.serverSide();
        json.raw(TRAFFIC).number(flow.bytes(0) + flow.bytes(1));
        json.raw(BYTES_OUT).number(flow.bytes(client));
        json.raw(BYTES_IN).number(flow.bytes(server));
        json.raw(PACKETS).number(flow.packets(0) + flow.packets(1));
        json.raw(PACKETS_OUT).number(flow.packets(client));
        json.raw(PACKETS_IN).number(flow.packets(server));
        if (flow.missed(0) + flow.missed(1) > 0) {
            json.raw(BYTES_MISSED).number(flow.missed(0) + flow.missed(1));
        }
        json.raw('}');
    }

    @Override
    public void finding(Finding finding) {
        String uid = finding.id() + "/" + finding.where();
        json.raw(FINDING).number(finding.severity().ordinal() + 1);
        json.raw(TIME).number(finding.last() / MILLI);
        json.raw(METADATA).text(uid).raw('}');
        json.raw(START_TIME).number(finding.first() / MILLI);
        json.raw(END_TIME).number(finding.last() / MILLI);
        json.raw(MESSAGE).text(finding.title() + ": " + finding.where());
        json.raw(ALERT).flag(finding.severity().compareTo(Severity.MEDIUM) >= 0);
        json.raw(INFO).text(uid);
        json.raw(TITLE).text(finding.title());
        json.raw(DESCRIPTION).text(finding.means());
        json.raw(FIRST_SEEN).number(finding.first() / MILLI);
        json.raw(LAST_SEEN).number(finding.last() / MILLI);
        json.raw(ANALYTIC).known(finding.id()).raw('}');
        attacks(finding.techniques());
        json.raw('}');
        evidences(finding.examples());
        json.raw(FACTS).text(finding.where());
        json.raw(LABEL).known(finding.label());
        json.raw(FLOWS).number(finding.flows());
        json.raw(SAYS).texts(finding.facts()).raw('}').raw('}').raw('}');
        lines.end();
    }

    private void attacks(List<String> techniques) {
        if (techniques.isEmpty()) {
            return;
        }
        json.raw(ATTACKS);
        for (int i = 0; i < techniques.size(); i++) {
            String technique = techniques.get(i);
            separate(i);
            json.raw(TECHNIQUE)
                    .text(technique.substring(0, Math.min(SUB_TECHNIQUE, technique.length())))
                    .raw('}');
            if (technique.length() > SUB_TECHNIQUE) {
                json.raw(REFINED).text(technique).raw('}');
            }
            json.raw('}');
        }
        json.raw(']');
    }

    private void evidences(List<FlowRecord> examples) {
        if (examples.isEmpty()) {
            return;
        }
        json.raw(EVIDENCES);
        for (int i = 0; i < examples.size(); i++) {
            FlowRecord record = examples.get(i);
            separate(i);
            json.raw(NAME).text(Headline.of(record, Why.of(record)));
            ends(record);
            json.raw('}');
        }
        json.raw(']');
    }

    private void separate(int index) {
        if (index > 0) {
            json.raw(',');
        }
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
