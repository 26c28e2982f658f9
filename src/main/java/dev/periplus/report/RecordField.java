package dev.periplus.report;

import dev.periplus.address.Network;
import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.Registration;
import dev.periplus.sockets.OwningProcess;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What of a record a {@link ResultFilter} can ask for, by the names of the native record. */
final class RecordField {
    private enum Kind {
        TEXT,
        NUMBER,
        ADDRESS
    }

    private static final double SECOND = 1e9;
    private static final Map<String, RecordField> FIELDS = fields();

    /** For people. */
    static final String NAMES = String.join(", ", FIELDS.keySet()) + ", and metadata as tls.sni";

    private final Kind kind;
    private final Function<FlowRecord, List<String>> values;

    private RecordField(Kind kind, Function<FlowRecord, List<String>> values) {
        this.kind = kind;
        this.values = values;
    }

    /** The field with this name; a name of two parts that is none else is metadata; null for others. */
    static @Nullable RecordField named(String name) {
        RecordField known = FIELDS.get(name);
        int dot = name.indexOf('.');
        boolean metadata =
                dot > 0 && dot < name.length() - 1 && !name.startsWith("client.") && !name.startsWith("server.");
        if (known != null || !metadata) {
            return known;
        }
        String group = name.substring(0, dot);
        String key = name.substring(dot + 1);
        return new RecordField(Kind.TEXT, record -> metadata(record.metadata(), group, key));
    }

    /** The values in a record; none where it has none. */
    List<String> of(FlowRecord record) {
        return values.apply(record);
    }

    boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    /** Why the field can never have such a value, or null. */
    @Nullable
    String problem(String value) {
        return switch (kind) {
            case TEXT -> null;
            case NUMBER -> value.matches("\\d{1,15}(\\.\\d{1,9})?") ? null : "this field is a number";
            case ADDRESS -> Network.parse(value) == null ? "this field is an address, or lies in a network" : null;
        };
    }

    /** Whether a value of the field is what was asked for. */
    Predicate<String> equalTo(String wanted) {
        return switch (kind) {
            case TEXT -> value -> value.equalsIgnoreCase(wanted);
            case NUMBER -> {
                BigDecimal number = new BigDecimal(wanted);
                yield value -> new BigDecimal(value).compareTo(number) == 0;
            }
            case ADDRESS -> {
                Network network = Objects.requireNonNull(Network.parse(wanted));
                yield network::holds;
            }
        };
    }

    private static Map<String, RecordField> fields() {
        Map<String, RecordField> fields = new LinkedHashMap<>();
        fields.put("label", text(record -> record.verdict().label()));
        fields.put("protocol", texts(FlowRecord::protocols));
        fields.put("application", text(FlowRecord::application));
        fields.put("confidence", number(record -> record.verdict().confidence()));
        fields.put("basis", text(record -> Words.of(record.verdict().basis())));
        fields.put("standing", text(record -> record.standing().id()));
        fields.put("unknown_because", text(record -> unknown(record.verdict())));
        fields.put("registered", text(record -> registered(record.registered())));
        fields.put(
                "known_user",
                texts(record -> record.knownUsers().stream().map(KnownUser::id).toList()));
        fields.put(
                "incomplete",
                texts(record -> record.incomplete().stream().map(Incomplete::id).toList()));
        fields.put("transport", text(record -> Transport.name(record.flow().protocol())));
        fields.put(
                "ip",
                address(record ->
                        List.of(record.flow().address(0), record.flow().address(1))));
        fields.put(
                "client.ip",
                address(record -> List.of(record.flow().address(record.flow().clientSide()))));
        fields.put(
                "server.ip",
                address(record -> List.of(record.flow().address(record.flow().serverSide()))));
        fields.put(
                "port",
                numbers(record ->
                        List.of("" + record.flow().port(0), "" + record.flow().port(1))));
        fields.put(
                "client.port", number(record -> record.flow().port(record.flow().clientSide())));
        fields.put(
                "server.port", number(record -> record.flow().port(record.flow().serverSide())));
        fields.put(
                "client.bytes",
                number(record -> record.flow().bytes(record.flow().clientSide())));
        fields.put(
                "server.bytes",
                number(record -> record.flow().bytes(record.flow().serverSide())));
        fields.put(
                "packets",
                number(record -> record.flow().packets(0) + record.flow().packets(1)));
        fields.put(
                "bytes", number(record -> record.flow().bytes(0) + record.flow().bytes(1)));
        fields.put(
                "duration",
                number(record -> (record.flow().end() - record.flow().start()) / SECOND));
        fields.put("direction", text(record -> Words.of(record.flow().direction())));
        fields.put("ended", text(record -> Words.of(record.flow().endReason())));
        fields.put("vlan", numbers(record -> vlans(record.flow())));
        fields.put("tunnel", texts(record -> tunnels(record.flow())));
        fields.put("scan.targets", number(FlowRecord::scanTargets));
        fields.put("process", texts(RecordField::processes));
        fields.put("capture", text(FlowRecord::capture));
        fields.put("flow", number(FlowRecord::number));
        fields.put("uid", text(record -> new FlowIds().uidText(record.flow())));
        fields.put("community_id", text(record -> new FlowIds().communityIdText(record.flow())));
        return fields;
    }

    private static RecordField text(Function<FlowRecord, @Nullable String> value) {
        return texts(record -> {
            String one = value.apply(record);
            return one == null ? List.of() : List.of(one);
        });
    }

    private static RecordField texts(Function<FlowRecord, List<String>> values) {
        return new RecordField(Kind.TEXT, values);
    }

    private static RecordField number(Function<FlowRecord, Number> value) {
        return numbers(record -> {
            Number number = value.apply(record);
            return List.of(
                    number instanceof Double exact
                            ? String.format(Locale.ROOT, "%.9f", exact)
                            : Long.toString(number.longValue()));
        });
    }

    private static RecordField numbers(Function<FlowRecord, List<String>> values) {
        return new RecordField(Kind.NUMBER, values);
    }

    private static RecordField address(Function<FlowRecord, List<String>> values) {
        return new RecordField(Kind.ADDRESS, values);
    }

    private static @Nullable String unknown(Verdict verdict) {
        Verdict.Unknown why = verdict.unknownBecause();
        return why == null ? null : why.id();
    }

    private static @Nullable String registered(@Nullable Registration registration) {
        return registration == null ? null : registration.name();
    }

    private static List<String> vlans(Flow flow) {
        List<String> vlans = new ArrayList<>();
        if (Words.outerVlan(flow.vlan()) > 0) {
            vlans.add("" + Words.outerVlan(flow.vlan()));
        }
        if (flow.vlan() != 0) {
            vlans.add("" + Words.innerVlan(flow.vlan()));
        }
        return vlans;
    }

    private static List<String> tunnels(Flow flow) {
        List<String> tunnels = new ArrayList<>();
        for (int i = 0; i < Words.tunnels(flow.tunnelKinds()); i++) {
            tunnels.add(Words.tunnel(flow.tunnelKinds(), i));
        }
        return tunnels;
    }

    private static List<String> processes(FlowRecord record) {
        return record.owners().stream()
                .flatMap(owner -> owner.processes().stream())
                .map(OwningProcess::name)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<String> metadata(Metadata metadata, String group, String key) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < metadata.size(); i++) {
            if (metadata.group(i).equalsIgnoreCase(group) && metadata.key(i).equalsIgnoreCase(key)) {
                values.add(metadata.value(i));
            }
        }
        return values;
    }
}
