package dev.periplus.report.serve;

import dev.periplus.report.Digits;
import dev.periplus.report.FieldWriter;
import dev.periplus.report.FlowFields;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds flows that have every word of a text in some field, whatever the case. */
final class PlainWords implements Predicate<FlowFields>, FieldWriter {
    private static final int MOST = 8;

    /** Fields of the flow's own row first: the others need further queries. */
    private static final List<RecordField> FIELDS = new RecordFields()
            .named(List.of(
                    "client.ip",
                    "client.port",
                    "server.ip",
                    "server.port",
                    "transport",
                    "label",
                    "application",
                    "registered.name",
                    "unknown_because",
                    "standing",
                    "uid",
                    "community_id",
                    "capture",
                    "protocols",
                    "service.host",
                    "tls.sni",
                    "http.host",
                    "dns.query",
                    "process"));

    private final List<String> words;
    private final Digits digits = new Digits();
    private String word = "";
    private boolean found;

    PlainWords(String text) {
        words = Stream.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .limit(MOST)
                .toList();
    }

    @Override
    public boolean test(FlowFields flow) {
        for (String each : words) {
            word = each;
            found = false;
            for (int i = 0; i < FIELDS.size() && !found; i++) {
                flow.write(FIELDS.get(i), this);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void text(String value) {
        found = found || value.toLowerCase(Locale.ROOT).contains(word);
    }

    @Override
    public void number(long value) {
        text(Long.toString(value));
    }

    @Override
    public void decimal(long scaled, int decimals) {
        text(digits.decimal(scaled, decimals).toString());
    }

    @Override
    public void time(long nanos) {
        text(digits.time(nanos).toString());
    }
}
