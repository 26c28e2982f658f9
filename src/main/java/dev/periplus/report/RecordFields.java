package dev.periplus.report;

import static dev.periplus.report.RecordField.address;
import static dev.periplus.report.RecordField.decimal;
import static dev.periplus.report.RecordField.duration;
import static dev.periplus.report.RecordField.number;
import static dev.periplus.report.RecordField.numbers;
import static dev.periplus.report.RecordField.optional;
import static dev.periplus.report.RecordField.text;
import static dev.periplus.report.RecordField.texts;
import static dev.periplus.report.RecordField.time;

import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.MetadataNames;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import dev.periplus.registry.Registration;
import dev.periplus.text.NameTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a flow record, in one table. Conditions ({@code -Y}), CSV, the SQLite table {@code flows}, and the rows
 * and the filter of the HTML page all read it. A field added here appears in all of them; SQLite also needs its type
 * and comment in {@code schema.sql}. The native record has the same fields in nested objects, which {@code JsonFlow}
 * writes.
 *
 * <p>Each reader creates its own table, used on one thread at a time: flow ids are built in reusable buffers.
 */
public final class RecordFields {
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final double CONFIDENCE_SCALE = 10_000;

    private final FlowIds ids = new FlowIds();
    private final List<RecordField> columns =
            Stream.of(flow(), sides(), answer(), claims()).flatMap(List::stream).toList();
    private final List<RecordField> all =
            Stream.concat(columns.stream(), others().stream()).toList();

    /** Reads a number that a flow keeps per side. */
    private interface OfSide {
        long of(Flow flow, int side);
    }

    /** The fields that are columns in tabular formats, in CSV order. */
    public List<RecordField> columns() {
        return columns;
    }

    /** The columns, then the fields that only conditions use. */
    public List<RecordField> all() {
        return all;
    }

    /**
     * The fields and metadata that conditions can use, by name; then the other names that they have in conditions
     * ({@link #aliases}).
     */
    Map<String, RecordField> filterable() {
        Map<String, RecordField> asked = new LinkedHashMap<>();
        all.forEach(field -> asked.put(field.name(), field));
        MetadataNames.all().forEach(name -> asked.put(name, metadata(name)));
        aliases()
                .forEach((alias, names) -> asked.put(
                        alias, alias(alias, names.stream().map(asked::get).toList())));
        return asked;
    }

    /**
     * Returns the fields of these names, which conditions use too.
     *
     * @throws IllegalArgumentException with the name that no field has
     */
    public List<RecordField> named(List<String> names) {
        Map<String, RecordField> known = filterable();
        return names.stream()
                .map(name -> {
                    RecordField field = known.get(name);
                    if (field == null) {
                        throw new IllegalArgumentException(name);
                    }
                    return field;
                })
                .toList();
    }

    /** The names that {@link #named} knows. */
    public Set<String> names() {
        return filterable().keySet();
    }

    /** Names that only conditions have, each with the fields it stands for. */
    public static Map<String, List<String>> aliases() {
        return NameTable.read(RecordFields.class, "filter-names.tsv");
    }

    /** The transport whose flows alone have this field, as {@code tcp.port} says; {@link Transport#NONE} for all. */
    public static int transport(String alias) {
        int dot = alias.indexOf('.');
        return dot < 0 ? Transport.NONE : Math.max(Transport.NONE, Transport.number(alias.substring(0, dot)));
    }

    private static RecordField alias(String name, List<RecordField> fields) {
        int transport = transport(name);
        return new RecordField(name, fields.get(0).kind(), true, (record, to) -> {
            if (transport == Transport.NONE || transport == record.flow().protocol()) {
                fields.forEach(field -> field.write(record, to));
            }
        });
    }

    /** @param name such as {@code tls.sni} */
    private static RecordField metadata(String name) {
        int dot = name.indexOf('.');
        String group = name.substring(0, dot);
        String key = name.substring(dot + 1);
        return texts(name, (record, to) -> record.metadata().values(group, key).forEach(to::text));
    }

    private List<RecordField> flow() {
        return List.of(
                text("capture", FlowRecord::capture),
                number("flow", FlowRecord::number),
                text("uid", record -> ids.uidText(record.flow())),
                text("community_id", record -> ids.communityIdText(record.flow())),
                text("transport", record -> record.flow().transport()),
                numbers("vlan", RecordFields::vlans),
                texts("tunnel", RecordFields::tunnels));
    }

    private static List<RecordField> sides() {
        return List.of(
                address("client.ip", host(Role.CLIENT, false)),
                optional("client.port", port(Role.CLIENT)),
                address("server.ip", host(Role.SERVER, false)),
                optional("server.port", port(Role.SERVER)),
                text("direction", record -> Words.of(record.flow().direction())),
                time("start", record -> record.flow().start()),
                time("end", record -> record.flow().end()),
                duration(
                        "duration",
                        record -> record.flow().end() - record.flow().start()),
                text("ended", record -> Words.of(record.flow().endReason())),
                number("client.packets", client(Flow::packets)),
                number("server.packets", server(Flow::packets)),
                number("client.bytes", client(Flow::bytes)),
                number("server.bytes", server(Flow::bytes)),
                number("client.payload_bytes", client(Flow::payload)),
                number("server.payload_bytes", server(Flow::payload)));
    }

    private static List<RecordField> answer() {
        return List.of(
                text("label", record -> record.verdict().label()),
                text("protocol", record -> record.verdict().protocol()),
                text("application", FlowRecord::application),
                texts("protocols", (record, to) -> record.protocols().forEach(to::text)),
                texts("incomplete", RecordFields::incomplete),
                text("basis", record -> Words.of(record.verdict().basis())),
                decimal(
                        "confidence",
                        CONFIDENCE_DECIMALS,
                        record -> Math.round(record.verdict().confidence() * CONFIDENCE_SCALE)),
                text("unknown_because", RecordFields::unknownBecause));
    }

    private static List<RecordField> claims() {
        return List.of(
                text("registered.name", registered(Registration::name)),
                text("registered.description", registered(Registration::description)),
                text("registered.date", registered(Registration::date)),
                texts("known_users", (record, to) -> record.knownUsers().forEach(user -> to.text(user.id()))),
                text("standing", record -> record.standing().id()),
                number("scan.targets", FlowRecord::scanTargets),
                text("client.process", record -> ProcessText.of(record, Role.CLIENT)),
                text("server.process", record -> ProcessText.of(record, Role.SERVER)),
                address("client.mac", host(Role.CLIENT, true)),
                address("server.mac", host(Role.SERVER, true)));
    }

    private static List<RecordField> others() {
        return List.of(
                number(
                        "packets",
                        record -> record.flow().packets(0) + record.flow().packets(1)),
                number("bytes", record -> record.flow().bytes(0) + record.flow().bytes(1)),
                texts("inside", RecordFields::inside),
                texts("process", RecordFields::processes),
                text("service.id", named(NamedService::service)),
                text("service.host", named(NamedService::host)),
                text("service.field", named(NamedService::field)));
    }

    /** The address of a side: of its station in frames without IP, otherwise of its host. */
    private static Function<FlowRecord, @Nullable String> host(Role role, boolean station) {
        return record -> {
            Flow flow = record.flow();
            return Transport.isFrame(flow.protocol()) == station ? flow.address(flow.side(role)) : null;
        };
    }

    private static RecordField.Values port(Role role) {
        return (record, to) -> {
            Flow flow = record.flow();
            if (!Transport.isFrame(flow.protocol())) {
                to.number(flow.port(flow.side(role)));
            }
        };
    }

    private static ToLongFunction<FlowRecord> client(OfSide number) {
        return record -> number.of(record.flow(), record.flow().clientSide());
    }

    private static ToLongFunction<FlowRecord> server(OfSide number) {
        return record -> number.of(record.flow(), record.flow().serverSide());
    }

    private static Function<FlowRecord, @Nullable String> registered(Function<Registration, @Nullable String> part) {
        return record -> {
            Registration registered = record.registered();
            return registered == null ? null : part.apply(registered);
        };
    }

    private static Function<FlowRecord, @Nullable String> named(Function<NamedService, String> part) {
        return record -> {
            NamedService named = record.named();
            return named == null ? null : part.apply(named);
        };
    }

    private static void vlans(FlowRecord record, FieldWriter to) {
        int vlan = record.flow().vlan();
        if (Words.outerVlan(vlan) > 0) {
            to.number(Words.outerVlan(vlan));
        }
        if (vlan != 0) {
            to.number(Words.innerVlan(vlan));
        }
    }

    private static void tunnels(FlowRecord record, FieldWriter to) {
        int kinds = record.flow().tunnelKinds();
        for (int i = 0; i < Words.tunnels(kinds); i++) {
            to.text(Words.tunnel(kinds, i));
        }
    }

    private static void incomplete(FlowRecord record, FieldWriter to) {
        for (Incomplete missing : record.incomplete()) {
            to.text(missing.id());
        }
    }

    private static @Nullable String unknownBecause(FlowRecord record) {
        Verdict.Unknown why = record.verdict().unknownBecause();
        return why == null ? null : why.id();
    }

    /** The protocols inside the outermost. */
    private static void inside(FlowRecord record, FieldWriter to) {
        record.protocols().stream().skip(1).forEach(to::text);
    }

    private static void processes(FlowRecord record, FieldWriter to) {
        record.owners()
                .forEach(owner -> owner.processes().forEach(process -> {
                    String name = process.name();
                    if (name != null) {
                        to.text(name);
                    }
                }));
    }
}
