package dev.periplus.report;

import dev.periplus.report.Difference.Place;
import dev.periplus.report.Difference.Seen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Differences as NDJSON: {@code {"difference":{…}}} for each, then {@code {"run":{…}}} with both sides. */
public final class DiffJson implements DifferenceReport {
    private final OutputStream out;
    private final JsonText json = new JsonText();

    /** @param out is flushed and not closed */
    public DiffJson(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(Differences differences) {
        for (Difference difference : differences.found()) {
            difference(difference);
            put();
        }
        JsonRun.write(json, differences);
        put();
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put() {
        try {
            json.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        json.clear();
    }

    private void difference(Difference difference) {
        Place place = difference.place();
        json.raw(JsonText.ascii("{\"difference\":{\"change\":"))
                .text(difference.change().word());
        json.raw(JsonText.name("subject")).text(difference.subject().word());
        json.raw(JsonText.name("host")).text(place.host());
        json.raw(JsonText.name("transport")).text(place.transport().isEmpty() ? null : place.transport());
        json.raw(JsonText.name("port"));
        if (place.port() == 0) {
            json.nothing();
        } else {
            json.number(place.port());
        }
        json.raw(JsonText.name("field")).text(difference.field());
        texts("was", difference.was());
        texts("now", difference.now());
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
            json.raw(JsonText.ascii(separator)).text(fingerprint.field()).raw(':');
            array(fingerprint.values());
            separator = ",";
        }
        json.raw(JsonText.ascii("}}}\n"));
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

    private void texts(String name, List<String> texts) {
        json.raw(JsonText.name(name));
        array(texts);
    }

    private void array(List<String> texts) {
        json.raw('[');
        String separator = "";
        for (String text : texts) {
            json.raw(JsonText.ascii(separator)).text(text);
            separator = ",";
        }
        json.raw(']');
    }
}
