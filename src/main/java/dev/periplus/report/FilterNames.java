package dev.periplus.report;

import dev.periplus.text.Nearest;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The names in conditions: fields, and protocols that stand alone. */
final class FilterNames {
    private final Map<String, RecordField> fields = new RecordFields().filterable();
    private final Map<String, List<String>> aliases = RecordFields.aliases();
    private final FilterVocabulary vocabulary;

    FilterNames(FilterVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** @param name of {@link #has} */
    FilterField field(String name) {
        RecordField field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException(name);
        }
        return new FilterField(field, aliases.getOrDefault(name, List.of(name)).get(0), vocabulary);
    }

    /**
     * Says why a name is none, and what it may be instead.
     *
     * @param name in lower case
     * @param alone whether a protocol could stand here
     */
    String unknown(String name, boolean alone) {
        String shown = "'" + Printable.of(name) + "'";
        if (vocabulary.protocols().contains(name)) {
            return shown + " is a protocol, not a field; write it alone, or protocols==" + name;
        }
        List<String> known = new ArrayList<>(fields.keySet());
        if (alone) {
            known.addAll(vocabulary.protocols());
            known.addAll(vocabulary.applications());
        }
        List<String> group = group(name);
        List<String> near = FilterVocabulary.near(name, group.isEmpty() ? known : group);
        String says = "unknown field " + (alone && !vocabulary.protocols().isEmpty() ? "or protocol " : "") + shown;
        return says
                + (!near.isEmpty()
                        ? Nearest.question(near)
                        : !group.isEmpty()
                                ? "; there are " + String.join(", ", group)
                                : "; fields are " + String.join(", ", own()) + ", and metadata such as tls.sni");
    }

    private List<String> own() {
        return new RecordFields().all().stream().map(RecordField::name).toList();
    }

    /** The fields that begin like a name of two parts. */
    private List<String> group(String name) {
        int dot = name.indexOf('.');
        String begins = name.substring(0, dot + 1);
        return fields.keySet().stream()
                .filter(one -> dot > 0 && one.startsWith(begins))
                .toList();
    }
}
