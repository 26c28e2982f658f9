package dev.periplus.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The last line of a run. */
final class JsonRun {
    private static final int NANO_DECIMALS = 9;

    private JsonRun() {}

    static void write(JsonGenerator json, RunSummary run) {
        Digits digits = new Digits();
        json.writeStartObject();
        json.writeObjectPropertyStart("run");
        json.writeStringProperty("version", run.version());
        json.writeNumberProperty("rules", run.rules());
        json.writeArrayPropertyStart("captures");
        for (RunSummary.CaptureRead capture : run.captures()) {
            capture(json, capture, digits);
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("counters");
        for (Map.Entry<String, Long> counter : run.counters().entrySet()) {
            json.writeNumberProperty(Unicode.wellFormed(counter.getKey()), counter.getValue());
        }
        json.writeEndObject();
        json.writeName("elapsed");
        digits.decimal(run.elapsed(), NANO_DECIMALS);
        json.writeNumber(digits.chars(), 0, digits.length());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void capture(JsonGenerator json, RunSummary.CaptureRead capture, Digits digits) {
        json.writeStartObject();
        json.writeStringProperty("path", Unicode.wellFormed(capture.path()));
        text(json, "format", capture.format());
        json.writeNumberProperty("packets", capture.packets());
        json.writeNumberProperty("bytes", capture.bytes());
        boolean timed = capture.packets() > 0;
        text(json, "first", timed ? digits.time(capture.firstTime()).toString() : null);
        text(json, "last", timed ? digits.time(capture.lastTime()).toString() : null);
        text(json, "damage", capture.damage());
        json.writeName("offset");
        if (capture.offset() < 0) {
            json.writeNull();
        } else {
            json.writeNumber(capture.offset());
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(Unicode.wellFormed(value));
        }
    }
}
