package dev.periplus.outputs.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.listType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.mapType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * The schemas of the tables. Columns have the names, nesting and values of the native record; every field may be null.
 * Times are {@code TIMESTAMP(MICROS, UTC)}, which every engine reads (not all read nanoseconds); those of flows are also
 * there as nanoseconds since the epoch. Durations are seconds; {@code metadata} maps a group to its keys, and a key to
 * its values.
 */
final class Tables {
    private static final String ELEMENT = "element";

    static final MessageType FLOWS = table(
            "flows",
            text("capture"),
            number("flow"),
            text("uid"),
            text("community_id"),
            text("continues"),
            text("transport"),
            list("vlan", integer(ELEMENT)),
            texts("tunnel"),
            group("other_half", text("of"), list("vlan", integer(ELEMENT)), texts("tunnel")),
            list("copies", group(ELEMENT, list("vlan", integer(ELEMENT)), texts("tunnel"))),
            side("client", registered(), knownUsers()),
            side("server"),
            text("direction"),
            time("start"),
            number("start" + JsonRow.NANOS),
            time("end"),
            number("end" + JsonRow.NANOS),
            decimal("duration"),
            text("ended"),
            text("label"),
            text("protocol"),
            text("application"),
            text("basis"),
            decimal("confidence"),
            text("unknown_because"),
            texts("protocols"),
            texts("incomplete"),
            registered(),
            knownUsers(),
            text("standing"),
            evidence(),
            list("alternatives", group(ELEMENT, text("label"), decimal("confidence"))),
            list("inside", group(ELEMENT, text("label"), text("protocol"), decimal("confidence"), evidence())),
            list("process", group(ELEMENT, text("side"), text("grade"), list("processes", process()))),
            map("metadata", map("value", texts("value"))));

    static final MessageType FINDINGS = table(
            "findings",
            text("id"),
            text("uid"),
            text("severity"),
            texts("techniques"),
            text("title"),
            text("where"),
            text("host"),
            integer("port"),
            text("transport"),
            texts("services"),
            text("label"),
            number("flows"),
            number("clients"),
            texts("client_ips"),
            number("bytes"),
            number("uploaded"),
            time("first"),
            time("last"),
            texts("facts"),
            list("examples", number(ELEMENT)),
            texts("uids"),
            text("means"));

    static final MessageType HOSTS = table(
            "hosts",
            text("host"),
            text("name"),
            number("served"),
            texts("serves"),
            number("asked"),
            texts("asks"),
            number("bytes"),
            time("first"),
            time("last"),
            list("facts", fact()),
            texts("conflicts"));

    static final MessageType RUN = table(
            "run",
            text("version"),
            number("rules"),
            text("title"),
            text("rules_sha256"),
            texts("command"),
            list("accepted", group(ELEMENT, text("file"), text("author"), number("count"), texts("services"))),
            list("captures", capture()),
            map("counters", number("value")),
            time("made"),
            decimal("elapsed"));

    private Tables() {}

    private static Type fact() {
        return group(
                ELEMENT,
                text("kind"),
                text("value"),
                text("maker"),
                text("grade"),
                text("source"),
                text("by"),
                text("capture"),
                number("packet"),
                number("offset"),
                text("bytes"),
                time("time"));
    }

    private static Type capture() {
        return group(
                ELEMENT,
                text("path"),
                text("format"),
                number("packets"),
                number("bytes"),
                time("first"),
                time("last"),
                text("damage"),
                number("offset"),
                text("sha256"));
    }

    private static Type process() {
        return group(ELEMENT, number("pid"), text("name"), text("user"), text("command_line"), text("path"));
    }

    private static Type side(String name, Type... claims) {
        GroupType side = group(
                name,
                text("ip"),
                integer("port"),
                text("mac"),
                number("packets"),
                number("bytes"),
                number("payload_bytes"),
                number("missed_bytes"));
        return side.withNewFields(
                Stream.concat(side.getFields().stream(), Arrays.stream(claims)).toList());
    }

    private static Type registered() {
        return group("registered", text("name"), text("description"), text("date"));
    }

    private static Type knownUsers() {
        return list("known_users", group(ELEMENT, text("id"), text("range"), text("source")));
    }

    private static Type evidence() {
        return list(
                "evidence",
                group(
                        ELEMENT,
                        text("kind"),
                        text("for"),
                        decimal("weight"),
                        text("says"),
                        text("rule"),
                        text("capture"),
                        number("packet"),
                        number("offset"),
                        text("bytes")));
    }

    private static MessageType table(String name, Type... columns) {
        return new MessageType(name, columns);
    }

    private static GroupType group(String name, Type... fields) {
        return new GroupType(Repetition.OPTIONAL, name, fields);
    }

    private static PrimitiveType primitive(String name, PrimitiveTypeName type) {
        return new PrimitiveType(Repetition.OPTIONAL, type, name);
    }

    private static Type text(String name) {
        return primitive(name, PrimitiveTypeName.BINARY).withLogicalTypeAnnotation(stringType());
    }

    private static Type integer(String name) {
        return primitive(name, PrimitiveTypeName.INT32);
    }

    private static Type number(String name) {
        return primitive(name, PrimitiveTypeName.INT64);
    }

    private static Type decimal(String name) {
        return primitive(name, PrimitiveTypeName.DOUBLE);
    }

    private static Type time(String name) {
        return primitive(name, PrimitiveTypeName.INT64).withLogicalTypeAnnotation(timestampType(true, TimeUnit.MICROS));
    }

    private static Type texts(String name) {
        return list(name, text(ELEMENT));
    }

    private static Type list(String name, Type element) {
        return Types.optionalGroup()
                .as(listType())
                .addField(new GroupType(Repetition.REPEATED, "list", element))
                .named(name);
    }

    private static Type map(String name, Type value) {
        Type key = new PrimitiveType(Repetition.REQUIRED, PrimitiveTypeName.BINARY, "key")
                .withLogicalTypeAnnotation(stringType());
        return Types.optionalGroup()
                .as(mapType())
                .addField(new GroupType(Repetition.REPEATED, "key_value", key, value))
                .named(name);
    }
}
