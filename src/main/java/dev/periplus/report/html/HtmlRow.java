package dev.periplus.report.html;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.MetadataNames;
import dev.periplus.report.FieldWriter;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import dev.periplus.report.Why;
import dev.periplus.report.json.JsonText;
import dev.periplus.report.text.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a flow as a row of the page's table: an array of field values (several values as a nested array, times in
 * microseconds since the epoch), then the section and the explanation. {@link #describe} lists the fields, so that the
 * page finds them by name.
 */
final class HtmlRow implements FieldWriter {
    private static final long MICRO = 1_000;

    /** Long fields that are rarely needed: the page reads them from the native record, by the same name. */
    private static final Set<String> IN_THE_RECORD = Set.of(
            "uid",
            "community_id",
            "end",
            "registered.description",
            "registered.date",
            "service.id",
            "service.host",
            "service.field");

    private final JsonText json;
    private final List<RecordField> inRow = new ArrayList<>();
    private final List<RecordField> inRecord = new ArrayList<>();

    /** Number of values of the field written so far. */
    private int values;

    HtmlRow(JsonText json) {
        this.json = json;
        for (RecordField field : new RecordFields().all()) {
            (IN_THE_RECORD.contains(field.name()) ? inRecord : inRow).add(field);
        }
    }

    void write(FlowRecord record) {
        json.raw('[');
        for (RecordField field : inRow) {
            values(record, field);
            json.raw(',');
        }
        json.number(Section.of(record).ordinal());
        json.raw(',').text(Why.of(record)).raw(']');
    }

    private void values(FlowRecord record, RecordField field) {
        values = 0;
        if (field.several()) {
            json.raw('[');
            field.write(record, this);
            json.raw(']');
            return;
        }
        field.write(record, this);
        if (values == 0) {
            json.nothing();
        }
    }

    private JsonText next() {
        return values++ == 0 ? json : json.raw(',');
    }

    @Override
    public void text(String value) {
        next().text(value);
    }

    @Override
    public void number(long value) {
        next().number(value);
    }

    @Override
    public void decimal(long scaled, int decimals) {
        next().decimal(scaled, decimals);
    }

    @Override
    public void time(long nanos) {
        next().number(nanos / MICRO);
    }

    /** Writes the members that list the fields of rows and of conditions, each with a leading comma. */
    void describe(JsonText to) {
        fields(to, "fields", inRow);
        fields(to, "record_fields", inRecord);
        to.raw(JsonText.name("metadata")).texts(List.copyOf(MetadataNames.all()));
        to.raw(JsonText.name("aliases")).raw('{');
        String before = "\"";
        for (Map.Entry<String, List<String>> alias : RecordFields.aliases().entrySet()) {
            to.raw(JsonText.ascii(before + alias.getKey() + "\":")).texts(alias.getValue());
            before = ",\"";
        }
        to.raw('}');
    }

    /** Writes names and kinds, in order. */
    private static void fields(JsonText to, String member, List<RecordField> fields) {
        to.raw(JsonText.name(member)).raw('[');
        for (int i = 0; i < fields.size(); i++) {
            RecordField field = fields.get(i);
            (i == 0 ? to : to.raw(',')).texts(List.of(field.name(), field.kind().id()));
        }
        to.raw(']');
    }
}
