package dev.periplus.report.json;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Difference;
import dev.periplus.answer.Difference.Seen;
import dev.periplus.answer.Differences;
import dev.periplus.report.DifferenceReport;
import dev.periplus.report.text.DiffSection;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes differences as NDJSON: {@code {"difference":{…}}} for each, then {@code {"run":{…}}} with both sides. */
public final class DiffJson implements DifferenceReport {
    private final JsonLines lines;
    private final JsonText json;

    /** @param out flushed but not closed */
    public DiffJson(OutputStream out) {
        lines = new JsonLines(out);
        json = lines.text();
    }

    @Override
    public void write(Differences differences) {
        for (Difference difference : DiffSection.inOrder(differences.found())) {
            difference(difference);
            lines.end();
        }
        JsonRun.write(json, differences);
        lines.flush();
    }

    private void difference(Difference difference) {
        Endpoint place = difference.place();
        json.raw(JsonText.ascii("{\"difference\":{\"change\":"))
                .text(difference.change().word());
        json.raw(JsonText.name("subject")).text(difference.subject().word());
        json.raw(JsonText.name("host")).text(place.address().toString());
        json.raw(JsonText.name("transport")).text(difference.isOfService() ? place.transport() : null);
        json.raw(JsonText.name("port"));
        if (place.port() == 0) {
            json.nothing();
        } else {
            json.number(place.port());
        }
        json.raw(JsonText.name("field")).text(difference.field());
        json.raw(JsonText.name("was")).texts(difference.was());
        json.raw(JsonText.name("now")).texts(difference.now());
        json.raw(JsonText.name("standing"))
                .text(
                        difference.standing() == null
                                ? null
                                : difference.standing().id());
        json.raw(JsonText.name("registered")).text(difference.registered());
        seen("old", difference.before());
        seen("new", difference.after());
        json.raw(JsonText.name("fingerprints")).raw('{');
        String separator = "";
        for (Difference.Fingerprint fingerprint : difference.fingerprints()) {
            json.raw(JsonText.ascii(separator))
                    .text(fingerprint.field())
                    .raw(':')
                    .texts(fingerprint.values());
            separator = ",";
        }
        json.raw(JsonText.ascii("}}}"));
    }

    private void seen(String name, @Nullable Seen seen) {
        json.raw(JsonText.name(name));
        if (seen == null) {
            json.nothing();
            return;
        }
        json.raw(JsonText.ascii("{\"flows\":")).number(seen.flows());
        json.raw(JsonText.name("answered")).number(seen.answered());
        json.raw(JsonText.name("clients")).number(seen.clients());
        json.raw(JsonText.name("bytes")).number(seen.bytes());
        json.raw(JsonText.name("first")).time(seen.first());
        json.raw(JsonText.name("last")).time(seen.last());
        json.raw(JsonText.name("confidence")).decimal(Math.round(seen.confidence() * 10_000), 4);
        json.raw('}');
    }
}
