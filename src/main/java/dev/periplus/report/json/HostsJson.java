package dev.periplus.report.json;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.Place;
import dev.periplus.answer.RunSummary;
import dev.periplus.registry.Makers;
import dev.periplus.view.Hosts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes NDJSON: a line for each host with what it serves and uses, and each fact with its grade, capture, packet and
 * bytes; then {@code {"run":{…}}}.
 */
public final class HostsJson implements FlowSink {
    private static final byte[] HOST = JsonText.ascii("{\"host\":");

    private final OutputStream out;
    private final Hosts view = new Hosts();
    private final JsonText json = new JsonText();

    /** @param out flushed by {@link #finish} but not closed */
    public HostsJson(OutputStream out) {
        this.out = out;
    }

    @Override
    public void flow(FlowRecord record) {
        view.accept(record);
    }

    @Override
    public void hosts(HostFacts known) {
        view.known(known);
    }

    @Override
    public void finish(RunSummary run) {
        try {
            for (Hosts.Seen row : view.rows()) {
                host(row);
                json.writeTo(out);
                json.clear();
            }
            JsonRun.write(json, run);
            json.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void host(Hosts.Seen row) {
        HostFacts facts = view.facts();
        json.raw(HOST).text(row.host().toString());
        json.raw(JsonText.name("name")).text(facts.name(row.host()));
        json.raw(JsonText.name("served")).number(row.served().flows());
        json.raw(JsonText.name("serves")).texts(List.copyOf(row.serves()));
        json.raw(JsonText.name("asked")).number(row.asked().flows());
        json.raw(JsonText.name("asks")).texts(List.copyOf(row.asks()));
        json.raw(JsonText.name("bytes")).number(row.bytes());
        if (row.first() <= row.last()) {
            json.raw(JsonText.name("first")).time(row.first());
            json.raw(JsonText.name("last")).time(row.last());
        }
        Place place = facts.place(row.host());
        if (place != null) {
            json.raw(JsonText.name("country")).text(place.country());
            json.raw(JsonText.name("as")).text(place.system() == 0 ? null : "AS" + place.system());
            json.raw(JsonText.name("organisation")).text(place.organisation());
        }
        json.raw(JsonText.name("facts")).raw('[');
        String separator = "";
        for (HostFact fact : facts.of(row.host())) {
            json.raw(JsonText.ascii(separator));
            fact(facts, fact);
            separator = ",";
        }
        json.raw(']').raw(JsonText.name("conflicts")).texts(facts.conflicts(row.host()));
        json.raw(JsonText.ascii("}\n"));
    }

    private void fact(HostFacts facts, HostFact fact) {
        json.raw(JsonText.ascii("{\"kind\":")).known(fact.kind().id());
        json.raw(JsonText.name("value")).text(fact.value());
        String maker = fact.kind() == HostFact.Kind.MAC ? Makers.of(fact.value()) : null;
        json.optional(JsonText.name("maker"), maker);
        json.raw(JsonText.name("grade")).known(fact.grade().id());
        json.raw(JsonText.name("source")).text(fact.source());
        json.raw(JsonText.name("by")).text(fact.by().isAny() ? null : fact.by().toString());
        if (fact.packet() > 0) {
            json.raw(JsonText.name("capture")).text(facts.capture(fact));
            json.raw(JsonText.name("packet")).number(fact.packet());
        }
        if (fact.offset() >= 0) {
            json.raw(JsonText.name("offset")).number(fact.offset());
        }
        if (fact.bytes() != null) {
            json.raw(JsonText.name("bytes")).hex(fact.bytes());
        }
        json.raw(JsonText.name("time")).time(fact.time()).raw('}');
    }
}
