package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.text.NameTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of one flow tells of its hosts. {@code host-fields.tsv} says which fields do.
 *
 * <p>How it works. A field is noted when a detector extracts it, and looked for in the bytes when the inspection ends;
 * of datagrams at once, because only the latest is kept. Where it is found decides who says it.
 */
final class FieldFacts {
    private static final int MOST = 16;
    private static final Map<String, Map<String, Field>> FIELDS = fields();

    private final List<Noted> noted = new ArrayList<>(4);

    /**
     * What a field tells of which side, and which side says it.
     *
     * @param hidden whether its bytes are never in the clear
     */
    record Field(Kind kind, Role about, Role by, String words, boolean hidden) {
        /** What a text in it tells: an account that ends in a dollar sign is a machine's. */
        Kind kind(String text) {
            return isMachine(text) ? Kind.NAME : kind;
        }

        /** The value that a text in it tells; blank if none. */
        String value(String text) {
            return isMachine(text) ? text.substring(0, text.length() - 1) : kind == Kind.NAME ? name(text) : text;
        }

        private boolean isMachine(String text) {
            return kind == Kind.USER && text.endsWith("$");
        }

        /** How much a fact may be relied on, if the side that usually says it does. */
        Grade grade() {
            return about == by ? Grade.ITSELF : Grade.ANOTHER;
        }
    }

    /** @param found where it was found; null if it is still to be looked for */
    private record Noted(
            Field field,
            Kind kind,
            String value,
            long time,
            @Nullable Place found) {}

    /** Bytes of one side; none if its packet is 0. */
    private record Place(int side, Evidence bytes) {}

    private static Map<String, Map<String, Field>> fields() {
        Map<String, Map<String, Field>> fields = new HashMap<>();
        NameTable.read(FieldFacts.class, "host-fields.tsv").forEach((name, row) -> {
            int dot = name.indexOf('.');
            Field field = new Field(
                    Kind.valueOf(row.get(0).toUpperCase(Locale.ROOT)),
                    role(row.get(1)),
                    role(row.get(2)),
                    row.get(3),
                    name.startsWith("quic."));
            fields.computeIfAbsent(name.substring(0, dot), group -> new HashMap<>())
                    .put(name.substring(dot + 1), field);
        });
        return fields;
    }

    private static Role role(String word) {
        return Role.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What a field of metadata tells; null if nothing of a host. */
    static @Nullable Field of(String group, String key) {
        Map<String, Field> keys = FIELDS.get(group);
        return keys == null ? null : keys.get(key);
    }

    /**
     * Notes a field if it tells of a host.
     *
     * @param facts of the flow so far, or null
     * @param relayed whether the server of the exchange is not that of the flow
     */
    static @Nullable FieldFacts with(
            @Nullable FieldFacts facts,
            @Nullable Exchange now,
            boolean relayed,
            String group,
            String key,
            String text) {
        Field field = of(group, key);
        if (field == null || now == null || relayed && field.about == Role.SERVER) {
            return facts;
        }
        FieldFacts all = facts == null ? new FieldFacts() : facts;
        all.note(field, now, text);
        return all;
    }

    private void note(Field field, Exchange now, String text) {
        String value = field.value(text);
        if (noted.size() < MOST && !value.isBlank()) {
            Place found = !now.datagrams() ? null : field.hidden ? nowhere(field, now) : find(value, field, now);
            noted.add(new Noted(field, field.kind(text), value, now.flow().end(), found));
        }
    }

    /** A name without its port; empty for an address. */
    private static String name(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) >= '0' && text.charAt(end - 1) <= '9') {
            end--;
        }
        boolean port = end > 1 && end < text.length() && text.charAt(end - 1) == ':';
        String name = port ? text.substring(0, end - 1) : text;
        return mayBeAddress(name) && Address.parse(name) != null ? "" : name;
    }

    private static boolean mayBeAddress(String name) {
        char first = name.isEmpty() ? 'x' : name.charAt(0);
        return first == '[' || first == ':' || Character.digit(first, 16) >= 0;
    }

    /** Announces what was noted. */
    void tell(Exchange exchange, FactOutlet out) {
        Flow flow = exchange.flow();
        for (Noted one : noted) {
            int about = flow.side(one.field.about);
            Address host = flow.host(about);
            Grade usual = one.field.grade();
            if (!out.isNew(host, one.kind, usual, one.value, flow.capture())) {
                continue;
            }
            Place place = one.found == null ? find(one.value, one.field, exchange) : one.found;
            Evidence bytes = place.bytes;
            boolean isFound = bytes.packet() > 0;
            Grade grade = !isFound ? usual : place.side == about ? Grade.ITSELF : Grade.ANOTHER;
            out.accept(new HostFact(
                    host,
                    one.kind,
                    one.value,
                    grade,
                    one.field.words,
                    flow.host(place.side),
                    isFound ? bytes.capture() : flow.capture(),
                    isFound ? bytes.packet() : flow.firstPacket(),
                    isFound ? bytes.offset() : -1,
                    isFound ? bytes.bytes() : null,
                    one.time));
        }
    }

    private static Place find(String value, Field field, Exchange exchange) {
        int side = exchange.flow().side(field.by);
        Place found = find(value, exchange.said(side), side);
        if (found == null) {
            found = find(value, exchange.said(1 - side), 1 - side);
        }
        return found == null ? nowhere(field, exchange) : found;
    }

    private static Place nowhere(Field field, Exchange exchange) {
        return new Place(exchange.flow().side(field.by), Evidence.of(Evidence.Kind.DETECTOR, "", 0, "", ""));
    }

    private static @Nullable Place find(String value, Said said, int side) {
        int narrow = NameBytes.find(value, said, 1);
        int at = narrow < 0 ? NameBytes.find(value, said, 2) : narrow;
        if (at < 0) {
            return null;
        }
        int length = value.length() * (narrow < 0 ? 2 : 1);
        return new Place(side, Gathered.made(Evidence.Kind.DETECTOR, "", 0, "", "", said, at, length));
    }
}
