package dev.periplus.report.json;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Differences;
import dev.periplus.answer.RunSummary;
import java.util.List;

/** Writes the last line of a run. */
public final class JsonRun {
    private static final int NANO_DECIMALS = 9;

    private JsonRun() {}

    /** Writes the last line of a run, with its end. */
    public static void write(JsonText json, RunSummary run) {
        head(json, run);
        reading(json, run);
        tail(json, run.made(), run.elapsed());
    }

    /** Writes the last line of a comparison. */
    static void write(JsonText json, Differences differences) {
        head(json, differences.current().run());
        side(json, "old", differences.old());
        side(json, "new", differences.current());
        json.raw(JsonText.name("differences")).number(differences.found().size());
        tail(json, differences.current().run().made(), differences.elapsed());
    }

    private static void head(JsonText json, RunSummary run) {
        json.raw(JsonText.ascii("{\"run\":{\"version\":")).text(run.version());
        json.raw(JsonText.name("rules")).number(run.rules());
        if (run.title() != null) {
            json.raw(JsonText.name("title")).text(run.title());
        }
        RunSummary.Custody custody = run.custody();
        if (custody != null) {
            json.raw(JsonText.name("rules_sha256")).text(custody.rules());
            json.raw(JsonText.name("command")).texts(custody.command());
            accepted(json, custody.accepted());
        }
    }

    private static void accepted(JsonText json, List<RunSummary.Accepted> files) {
        if (files.isEmpty()) {
            return;
        }
        json.raw(JsonText.name("accepted")).raw('[');
        String separator = "";
        for (RunSummary.Accepted file : files) {
            json.raw(JsonText.ascii(separator));
            json.raw(JsonText.ascii("{\"file\":")).text(file.file());
            json.raw(JsonText.name("author")).text(file.author());
            json.raw(JsonText.name("count")).number(file.count());
            json.raw(JsonText.name("services")).texts(file.services());
            json.raw('}');
            separator = ",";
        }
        json.raw(']');
    }

    private static void side(JsonText json, String name, Differences.Side side) {
        json.raw(JsonText.name(name)).raw(JsonText.ascii("{\"path\":")).text(side.path());
        json.raw(JsonText.name("first"));
        time(json, side.first(), !side.isEmpty());
        json.raw(JsonText.name("last"));
        time(json, side.last(), !side.isEmpty());
        reading(json, side.run());
        counters(json, "inventory", side.inventory());
        json.raw('}');
    }

    private static void reading(JsonText json, RunSummary run) {
        json.raw(JsonText.name("captures")).raw('[');
        String separator = "";
        for (RunSummary.CaptureRead capture : run.captures()) {
            json.raw(JsonText.ascii(separator));
            capture(json, capture);
            separator = ",";
        }
        json.raw(']');
        counters(json, "counters", run.counters());
    }

    private static void counters(JsonText json, String name, Counters counters) {
        json.raw(JsonText.name(name)).raw('{');
        String separator = "";
        for (Count count : counters.counts()) {
            json.raw(JsonText.ascii(separator)).text(count.id()).raw(':').number(count.value());
            separator = ",";
        }
        json.raw('}');
    }

    private static void tail(JsonText json, long made, long elapsed) {
        if (made > 0) {
            json.raw(JsonText.name("made")).time(made);
        }
        json.raw(JsonText.name("elapsed")).decimal(elapsed, NANO_DECIMALS);
        json.raw(JsonText.ascii("}}\n"));
    }

    private static void capture(JsonText json, RunSummary.CaptureRead capture) {
        boolean timed = capture.packets() > 0;
        json.raw(JsonText.ascii("{\"path\":")).text(capture.path());
        json.raw(JsonText.name("format")).text(capture.format());
        json.raw(JsonText.name("packets")).number(capture.packets());
        json.raw(JsonText.name("bytes")).number(capture.bytes());
        json.raw(JsonText.name("first"));
        time(json, capture.firstTime(), timed);
        json.raw(JsonText.name("last"));
        time(json, capture.lastTime(), timed);
        json.raw(JsonText.name("damage")).text(capture.damage());
        json.raw(JsonText.name("offset"));
        if (capture.offset() < 0) {
            json.nothing();
        } else {
            json.number(capture.offset());
        }
        if (capture.sha256() != null) {
            json.raw(JsonText.name("sha256")).text(capture.sha256());
        }
        json.raw('}');
    }

    private static void time(JsonText json, long nanos, boolean timed) {
        if (timed) {
            json.time(nanos);
        } else {
            json.nothing();
        }
    }
}
