package dev.periplus.report.peer;

import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.Layer;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Registration;
import dev.periplus.report.Digits;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Why;
import dev.periplus.report.Words;
import dev.periplus.report.json.JsonLines;
import dev.periplus.report.json.JsonMembers;
import dev.periplus.report.json.JsonText;
import dev.periplus.report.text.EvidenceTrail;
import dev.periplus.report.text.Headline;
import dev.periplus.text.Printable;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes JSON lines for Timesketch (google/timesketch, guide on creating timelines from JSONL): one event per flow, at
 * its start. {@code message}, {@code datetime}, {@code timestamp_desc} and {@code timestamp} (microseconds since the
 * epoch) are Timesketch's fields; evidence is an array of sentences, so that no value is an object. A flow is written
 * when it ends.
 */
public final class TimesketchReport implements FlowSink {
    private static final byte[] UTC = JsonText.ascii("+00:00");
    private static final long MICRO = 1_000;
    private static final int NANO_DECIMALS = 9;

    private static final byte[] MESSAGE = JsonText.ascii("{\"message\":");
    private static final byte[] DATETIME = JsonText.name("datetime");
    private static final byte[] TIMESTAMP = JsonText.name("timestamp");
    private static final byte[] DESCRIPTION =
            JsonText.ascii(",\"timestamp_desc\":\"Flow Start\",\"data_type\":\"periplus:flow\"");
    private static final byte[] FLOW_END = JsonText.name("flow_end");
    private static final byte[] DURATION = JsonText.name("duration");
    private static final byte[] UID = JsonText.name("uid");
    private static final byte[] COMMUNITY_ID = JsonText.name("community_id");
    private static final byte[] TRANSPORT = JsonText.name("transport");
    private static final byte[] SRC_MAC = JsonText.name("src_mac");
    private static final byte[] DST_MAC = JsonText.name("dst_mac");
    private static final byte[] SRC_IP = JsonText.name("src_ip");
    private static final byte[] SRC_PORT = JsonText.name("src_port");
    private static final byte[] DST_IP = JsonText.name("dst_ip");
    private static final byte[] DST_PORT = JsonText.name("dst_port");
    private static final byte[] PACKETS = JsonText.name("packets");
    private static final byte[] BYTES = JsonText.name("bytes");
    private static final byte[] LABEL = JsonText.name("label");
    private static final byte[] BASIS = JsonText.name("basis");
    private static final byte[] UNKNOWN_BECAUSE = JsonText.name("unknown_because");
    private static final byte[] APPLICATION = JsonText.name("application");
    private static final byte[] PROTOCOLS = JsonText.name("protocols");
    private static final byte[] STANDING = JsonText.name("standing");
    private static final byte[] REGISTERED_NAME = JsonText.name("registered_name");
    private static final byte[] EVIDENCE = JsonText.name("evidence");
    private static final byte[] CAPTURE = JsonText.name("capture");

    private final JsonLines lines;
    private final JsonText json;
    private final JsonMembers members;
    private final Digits digits = new Digits();
    private final FlowIds ids = new FlowIds();

    /** @param out flushed but not closed */
    public TimesketchReport(OutputStream out) {
        lines = new JsonLines(out);
        json = lines.text();
        members = new JsonMembers(json);
    }

    @Override
    public void flow(FlowRecord record) {
        Flow flow = record.flow();
        json.raw(MESSAGE).text(Headline.of(record, Why.of(record)));
        json.raw(DATETIME).micros(flow.start(), UTC);
        json.raw(TIMESTAMP).number(flow.start() / MICRO).raw(DESCRIPTION);
        json.raw(FLOW_END).micros(flow.end(), UTC);
        json.raw(DURATION).decimal(flow.end() - flow.start(), NANO_DECIMALS);
        json.raw(UID).plain(ids.uid(flow));
        json.raw(COMMUNITY_ID).plain(ids.communityId(flow));
        json.raw(TRANSPORT).known(flow.transport());
        if (Transport.isFrame(flow.protocol())) {
            json.raw(SRC_MAC).text(flow.address(flow.clientSide()));
            json.raw(DST_MAC).text(flow.address(flow.serverSide()));
        } else {
            json.raw(SRC_IP).text(flow.address(flow.clientSide()));
            json.raw(SRC_PORT).number(flow.port(flow.clientSide()));
            json.raw(DST_IP).text(flow.address(flow.serverSide()));
            json.raw(DST_PORT).number(flow.port(flow.serverSide()));
        }
        json.raw(PACKETS).number(flow.packets(0) + flow.packets(1));
        json.raw(BYTES).number(flow.bytes(0) + flow.bytes(1));
        answer(record, record.verdict());
        json.raw(CAPTURE).known(record.capture()).raw('}');
        lines.end();
    }

    private void answer(FlowRecord record, Verdict verdict) {
        Verdict.Unknown unknown = verdict.unknownBecause();
        Registration registered = record.registered();
        json.raw(LABEL).known(verdict.label() == null ? "unknown" : verdict.label());
        members.confidence(verdict.confidence());
        json.raw(BASIS).known(Words.of(verdict.basis()));
        json.optional(UNKNOWN_BECAUSE, unknown == null ? null : unknown.id());
        json.optional(APPLICATION, record.application());
        members.texts(PROTOCOLS, record.protocols());
        json.raw(STANDING).known(record.standing().id());
        json.optional(REGISTERED_NAME, registered == null ? null : registered.name());
        members.texts(EVIDENCE, evidence(record));
    }

    private List<String> evidence(FlowRecord record) {
        List<String> sentences = new ArrayList<>();
        record.evidence().forEach(piece -> sentences.add(sentence(record, piece)));
        for (Layer layer : record.inside()) {
            layer.evidence().forEach(piece -> sentences.add(sentence(record, piece)));
        }
        return sentences;
    }

    private String sentence(FlowRecord record, Evidence piece) {
        return piece.label() + (piece.weight() < 0 ? " " : " +") + digits.decimal(Math.round(piece.weight() * 10), 1)
                + ": " + Printable.of(piece.says()) + " (" + piece.rule() + EvidenceTrail.place(record, piece) + ")";
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
