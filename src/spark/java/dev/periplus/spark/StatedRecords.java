package dev.periplus.spark;

import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.Rhythm;
import dev.periplus.flow.StatedFlow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.Registration;
import dev.periplus.report.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads native records back, as far as findings and facts about hosts need them. Words that only other versions have are
 * left out; what has another type makes a record bad.
 */
final class StatedRecords {
    /** Far more than a record has; adding a value looks at all others. */
    private static final int MOST_VALUES = 2000;

    private static final double SECOND = 1e9;

    /** Values that readers of metadata parse. */
    private static final Map<String, Pattern> PARSED = Map.of(
            "payload.client", Pattern.compile("(?:[0-9a-f]{2}){0,64}"),
            "payload.server", Pattern.compile("(?:[0-9a-f]{2}){0,64}"),
            "icmp.altered", Pattern.compile("\\d{1,9}"),
            "icmp.varied", Pattern.compile("\\d{1,9}"));

    private final Function<String, @Nullable KnownUser> users;

    /** @param users known users of ports by their ids; others are left out */
    StatedRecords(Function<String, @Nullable KnownUser> users) {
        this.users = users;
    }

    /**
     * What the sensors that saw a flow state together.
     *
     * @param lacking ids of {@link Incomplete}
     */
    record Together(long start, long end, StatedFlow.Sent byClient, StatedFlow.Sent byServer, List<String> lacking) {}

    /**
     * Reads a record.
     *
     * @param of the sensor that knows most
     * @throws BadRecordException if a part has another type
     */
    FlowRecord record(Sighting of, Together together) throws BadRecordException {
        RecordTree tree = of.tree();
        Long scanned = tree.at("metadata.scan.targets", Long.class);
        Long number = tree.at("flow", Long.class);
        String capture = Objects.requireNonNullElse(tree.at("capture", String.class), "");
        return new FlowRecord(
                index -> capture,
                number == null ? 0 : number,
                flow(of, together),
                metadata(tree),
                verdict(tree),
                inside(tree),
                List.copyOf(tree.all("protocols", String.class)),
                named(tree),
                together.lacking.stream()
                        .map(id -> word(Incomplete.class, id))
                        .filter(Objects::nonNull)
                        .toList(),
                evidence(tree),
                registered(tree, of.server().protocol(), of.server().port()),
                knownUsers(tree),
                null,
                Objects.requireNonNullElse(
                        word(Standing.class, tree.at("standing", String.class)), Standing.UNREGISTERED),
                scanned == null ? 0 : (int) Math.max(0, Math.min(scanned, Integer.MAX_VALUE)),
                List.of());
    }

    /** Returns the value of an enum by its id, null if it has none. */
    private static <T extends Enum<T>> @Nullable T word(Class<T> type, @Nullable String id) {
        String name = id == null ? "" : id.toUpperCase(Locale.ROOT).replace('-', '_');
        for (T value : type.getEnumConstants()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return null;
    }

    private static Flow flow(Sighting of, Together together) throws BadRecordException {
        RecordTree tree = of.tree();
        String client = tree.at("client.ip", String.class);
        boolean isFrame = Transport.isFrame(of.client().protocol());
        return new StatedFlow(
                        of.uid(),
                        of.client(),
                        of.server(),
                        isFrame || client == null ? 0 : client.indexOf(':') < 0 ? 4 : 6,
                        Objects.requireNonNullElse(
                                word(Flow.Direction.class, tree.at("direction", String.class)), Flow.Direction.UNKNOWN),
                        Objects.requireNonNullElse(word(FlowEnd.class, tree.at("ended", String.class)), FlowEnd.IDLE),
                        together.start,
                        together.end,
                        together.byClient,
                        together.byServer,
                        Boolean.TRUE.equals(tree.at("shared", Boolean.class)),
                        rhythm(tree))
                .flow();
    }

    private static @Nullable Rhythm rhythm(RecordTree tree) throws BadRecordException {
        Long beats = tree.at("rhythm.beats", Long.class);
        Number mean = tree.at("rhythm.mean", Number.class);
        Number deviation = tree.at("rhythm.deviation", Number.class);
        if (beats == null || mean == null || deviation == null || beats < 1 || beats > Integer.MAX_VALUE) {
            return null;
        }
        return Rhythm.of(
                beats.intValue(),
                Math.max(0, mean.doubleValue()) * SECOND,
                Math.max(0, deviation.doubleValue()) * SECOND);
    }

    private static Metadata metadata(RecordTree tree) throws BadRecordException {
        Metadata.Builder metadata = new Metadata.Builder();
        Map<?, ?> groups = Objects.requireNonNullElse(tree.at("metadata", Map.class), Map.of());
        int count = 0;
        for (Map.Entry<?, ?> group : groups.entrySet()) {
            String name = (String) group.getKey();
            if (name.equals("scan") || name.equals("service")) {
                continue; // fields of the record
            }
            if (!(group.getValue() instanceof Map<?, ?> keys)) {
                throw RecordTree.wrong("metadata." + name);
            }
            for (Map.Entry<?, ?> key : keys.entrySet()) {
                for (Object value : key.getValue() instanceof List<?> several
                        ? several
                        : Collections.singletonList(key.getValue())) {
                    Pattern parsed = PARSED.get(name + "." + key.getKey());
                    if (!(value instanceof String text)
                            || ++count > MOST_VALUES
                            || parsed != null && !parsed.matcher(text).matches()) {
                        throw RecordTree.wrong("metadata." + name);
                    }
                    metadata.add(name, (String) key.getKey(), text);
                }
            }
        }
        return metadata.build();
    }

    private static Verdict verdict(RecordTree tree) throws BadRecordException {
        Verdict.Unknown because = word(Verdict.Unknown.class, tree.at("unknown_because", String.class));
        String label = tree.at("label", String.class);
        return new Verdict(
                label,
                tree.at("protocol", String.class),
                tree.at("application", String.class),
                Objects.requireNonNullElse(
                        word(Verdict.Basis.class, tree.at("basis", String.class)), Verdict.Basis.NONE),
                confidence(tree),
                label == null && because == null ? Verdict.Unknown.NO_RULE_MATCHED : because,
                List.of());
    }

    private static double confidence(RecordTree tree) throws BadRecordException {
        Number confidence = tree.at("confidence", Number.class);
        return confidence == null ? 0 : confidence.doubleValue();
    }

    private static List<Layer> inside(RecordTree tree) throws BadRecordException {
        List<Layer> layers = new ArrayList<>();
        for (RecordTree layer : tree.objects("inside")) {
            Verdict verdict = new Verdict(
                    layer.at("label", String.class),
                    layer.at("protocol", String.class),
                    null,
                    Verdict.Basis.PAYLOAD,
                    confidence(layer),
                    null,
                    List.of());
            layers.add(new Layer(verdict, evidence(layer)));
        }
        return layers;
    }

    /** The evidence without its bytes. */
    private static List<Evidence> evidence(RecordTree tree) throws BadRecordException {
        List<Evidence> pieces = new ArrayList<>();
        for (RecordTree piece : tree.objects("evidence")) {
            Evidence.Kind kind = Words.kind(Objects.requireNonNullElse(piece.at("kind", String.class), ""));
            String label = piece.at("for", String.class);
            Number weight = piece.at("weight", Number.class);
            String says = piece.at("says", String.class);
            String rule = piece.at("rule", String.class);
            if (kind != null && label != null && weight != null && says != null && rule != null) {
                pieces.add(Evidence.of(kind, label, weight.doubleValue(), says, rule));
            }
        }
        return pieces;
    }

    private static @Nullable NamedService named(RecordTree tree) throws BadRecordException {
        String service = tree.at("metadata.service.id", String.class);
        String host = tree.at("metadata.service.host", String.class);
        String field = tree.at("metadata.service.field", String.class);
        return service == null || host == null || field == null ? null : new NamedService(service, host, field);
    }

    private static @Nullable Registration registered(RecordTree tree, int protocol, int port)
            throws BadRecordException {
        String name = tree.at("registered.name", String.class);
        String description = tree.at("registered.description", String.class);
        String date = tree.at("registered.date", String.class);
        return name == null
                ? null
                : new Registration(
                        name,
                        Objects.requireNonNullElse(description, ""),
                        protocol,
                        port,
                        port,
                        date,
                        null,
                        Registration.Status.ASSIGNED);
    }

    private List<KnownUser> knownUsers(RecordTree tree) throws BadRecordException {
        List<KnownUser> known = new ArrayList<>();
        for (RecordTree user : tree.objects("known_users")) {
            String id = user.at("id", String.class);
            KnownUser found = id == null ? null : users.apply(id);
            if (found != null) {
                known.add(found);
            }
        }
        return known;
    }
}
