package dev.periplus.report.peer;

import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.Layer;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.file.PartFile;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Registration;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes two logs as Zeek does, in a directory. {@code conn.log} has the fields of Zeek's (zeek/zeek, {@code
 * Conn::Info}, and the policy scripts for VLANs and Community ID), one flow per record: {@code service} is what the
 * bytes prove, {@code speculative_service} what behaviour or other flows show. {@code labels.log} has one record per
 * piece of evidence, or one without evidence if a flow has none; {@code uid} joins the two. Zeek's fields without a
 * counterpart here ({@code history}, {@code tunnel_parents}, {@code local_orig}, {@code
 * local_resp}) are unset. A flow is written when it ends.
 */
public final class ZeekReport implements FlowSink {
    /** Format of the logs. */
    public enum Form {
        TSV,
        JSON
    }

    private static final String CONN = "conn";
    private static final String LABELS = "labels";
    private static final double CONFIDENCE_SCALE = 10_000;
    private static final int CONFIDENCE_DECIMALS = 4;

    private static final List<ZeekLog.Field> ENDS = List.of(
            field("ts", "time"),
            field("uid", "string"),
            field("id.orig_h", "addr"),
            field("id.orig_p", "port"),
            field("id.resp_h", "addr"),
            field("id.resp_p", "port"),
            field("proto", "enum"));
    private static final List<ZeekLog.Field> CONN_FIELDS = fields(
            field("service", "string"),
            field("duration", "interval"),
            field("orig_bytes", "count"),
            field("resp_bytes", "count"),
            field("conn_state", "string"),
            field("local_orig", "bool"),
            field("local_resp", "bool"),
            field("missed_bytes", "count"),
            field("history", "string"),
            field("orig_pkts", "count"),
            field("orig_ip_bytes", "count"),
            field("resp_pkts", "count"),
            field("resp_ip_bytes", "count"),
            field("tunnel_parents", "set[string]"),
            field("ip_proto", "count"),
            field("community_id", "string"),
            field("speculative_service", "string"),
            field("vlan", "int"),
            field("inner_vlan", "int"));
    private static final List<ZeekLog.Field> LABELS_FIELDS = fields(
            field("label", "string"),
            field("method", "string"),
            field("confidence", "double"),
            field("rule", "string"),
            field("packet", "count"),
            field("offset", "count"),
            field("bytes_hex", "string"),
            field("registered_name", "string"),
            field("registered_conflict", "bool"),
            field("rejected", "set[string]"),
            field("note", "string"),
            field("evidence_for", "string"),
            field("weight", "double"),
            field("basis", "string"),
            field("unknown_because", "string"),
            field("standing", "string"),
            field("capture", "string"),
            field("community_id", "string"));

    private final FlowIds ids = new FlowIds();
    private final List<PartFile> files;
    private final ZeekLog conn;
    private final ZeekLog labels;

    private ZeekReport(Form form, PartFile conn, PartFile labels) {
        files = List.of(conn, labels);
        OutputStream conns = conn.out();
        OutputStream found = labels.out();
        this.conn = form == Form.TSV ? new ZeekTsv(CONN, CONN_FIELDS, conns) : new ZeekJson(CONN_FIELDS, conns);
        this.labels = form == Form.TSV ? new ZeekTsv(LABELS, LABELS_FIELDS, found) : new ZeekJson(LABELS_FIELDS, found);
    }

    /** Begins the logs in a directory, which is created if missing; they appear with {@link #finish}. */
    public static ZeekReport in(Path directory, Form form) throws IOException {
        Files.createDirectories(directory);
        List<Path> files = files(directory);
        return new ZeekReport(form, PartFile.named(files.get(0)), PartFile.named(files.get(1)));
    }

    /** Returns the files it writes. */
    public static List<Path> files(Path directory) {
        return List.of(directory.resolve(CONN + ".log"), directory.resolve(LABELS + ".log"));
    }

    private static ZeekLog.Field field(String name, String type) {
        return new ZeekLog.Field(name, type);
    }

    private static List<ZeekLog.Field> fields(ZeekLog.Field... fields) {
        return Stream.concat(ENDS.stream(), Stream.of(fields)).toList();
    }

    @Override
    public void flow(FlowRecord record) {
        if (Transport.isFrame(record.flow().protocol())) {
            return;
        }
        String uid = ids.uidText(record.flow());
        String communityId = Objects.requireNonNull(ids.communityIdText(record.flow()));
        conn(record, uid, communityId);
        record.evidence().forEach(piece -> label(record, record.verdict(), piece, uid, communityId));
        if (record.evidence().isEmpty()) {
            label(record, record.verdict(), null, uid, communityId);
        }
        for (Layer layer : record.inside()) {
            layer.evidence().forEach(piece -> label(record, layer.verdict(), piece, uid, communityId));
        }
    }

    private static void ends(ZeekLog log, Flow flow, String uid) {
        log.time(flow.start()).text(uid);
        log.text(flow.address(flow.clientSide())).number(flow.port(flow.clientSide()));
        log.text(flow.address(flow.serverSide())).number(flow.port(flow.serverSide()));
        log.text(transport(flow.protocol()));
    }

    /** Returns the name Zeek uses: it knows only TCP, UDP and ICMP, with one name for both versions of ICMP. */
    private static String transport(int protocol) {
        if (Transport.isIcmp(protocol)) {
            return Transport.name(Transport.ICMP);
        }
        boolean known = protocol == Transport.TCP || protocol == Transport.UDP;
        return known ? Transport.name(protocol) : "unknown_transport";
    }

    private void conn(FlowRecord record, String uid, String communityId) {
        Flow flow = record.flow();
        int client = flow.clientSide();
        int server = flow.serverSide();
        ends(conn, flow, uid);
        conn.text(service(record));
        conn.time(flow.end() - flow.start());
        conn.number(flow.payload(client)).number(flow.payload(server));
        conn.text(ConnState.of(flow));
        conn.unset().unset();
        conn.number(flow.missed(client) + flow.missed(server)).unset();
        conn.number(flow.packets(client)).number(flow.bytes(client));
        conn.number(flow.packets(server)).number(flow.bytes(server));
        conn.unset().number(flow.protocol()).text(communityId);
        Verdict verdict = record.verdict();
        conn.text(verdict.basis() == Verdict.Basis.PAYLOAD ? null : verdict.label());
        int inner = Words.innerVlan(flow.vlan());
        int outer = Words.outerVlan(flow.vlan());
        vlan(outer > 0 ? outer : inner, flow.vlan() != 0);
        vlan(inner, outer > 0);
        conn.end(flow.start(), flow.end());
    }

    private void vlan(int id, boolean there) {
        if (there) {
            conn.number(id);
        } else {
            conn.unset();
        }
    }

    private static @Nullable String service(FlowRecord record) {
        List<String> proved = ProvedProtocols.of(record);
        int transport = record.flow().protocol();
        return proved.isEmpty()
                ? null
                : String.join(
                        ",",
                        proved.stream()
                                .map(protocol -> ProvedProtocols.zeek(protocol, transport))
                                .toList());
    }

    private void label(FlowRecord record, Verdict verdict, @Nullable Evidence piece, String uid, String communityId) {
        Flow flow = record.flow();
        Registration registered = record.registered();
        Verdict.Unknown unknown = verdict.unknownBecause();
        ends(labels, flow, uid);
        labels.text(verdict.label()).text(piece == null ? null : Words.of(piece.kind()));
        labels.real(Math.round(verdict.confidence() * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
        place(piece);
        labels.text(registered == null ? null : registered.name());
        labels.flag(record.standing() == Standing.NOT_AS_REGISTERED);
        labels.set(
                verdict.alternatives().stream().map(Verdict.Alternative::label).toList());
        weighed(piece);
        labels.text(Words.of(verdict.basis())).text(unknown == null ? null : unknown.id());
        labels.text(record.standing().id());
        labels.text(piece == null || piece.packet() == 0 ? record.capture() : record.capture(piece));
        labels.text(communityId).end(flow.start(), flow.end());
    }

    private void place(@Nullable Evidence piece) {
        labels.text(piece == null ? null : piece.rule());
        if (piece == null || piece.packet() == 0) {
            labels.unset().unset().unset();
            return;
        }
        byte[] bytes = piece.bytes();
        labels.number(piece.packet());
        if (piece.offset() < 0) {
            labels.unset();
        } else {
            labels.number(piece.offset());
        }
        labels.text(bytes == null ? null : HexFormat.of().formatHex(bytes));
    }

    private void weighed(@Nullable Evidence piece) {
        if (piece == null) {
            labels.unset().unset().unset();
        } else {
            labels.text(piece.says()).text(piece.label()).real(Math.round(piece.weight() * 10), 1);
        }
    }

    @Override
    public void flush() {
        conn.flush();
        labels.flush();
    }

    @Override
    public void finish(RunSummary run) {
        conn.close();
        labels.close();
        try {
            for (PartFile file : files) {
                file.complete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
