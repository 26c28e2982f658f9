package dev.periplus.command;

import dev.periplus.answer.MetadataNames;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** What conditions can ask of a flow. */
public final class ConditionFields {
    private ConditionFields() {}

    /** The fields of the record, each with its kind, in the order of the record. */
    public static Map<String, String> all() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (RecordField field : new RecordFields().all()) {
            kinds.put(field.name(), field.kind().id());
        }
        return Collections.unmodifiableMap(kinds);
    }

    /** What detectors may add. */
    public static SortedSet<String> metadata() {
        return MetadataNames.all();
    }

    /** Names that other tools have for fields, each with the fields it stands for. */
    public static Map<String, List<String>> otherNames() {
        return RecordFields.aliases();
    }

    /** Every name that a condition can use. */
    public static Set<String> names() {
        return new RecordFields().names();
    }
}
