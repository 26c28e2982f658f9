package dev.periplus.report.html;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.Standing;
import dev.periplus.report.HostWords;
import dev.periplus.report.Why;
import dev.periplus.report.json.JsonText;
import dev.periplus.view.Hosts;
import dev.periplus.view.Ports;
import dev.periplus.view.Services;
import dev.periplus.view.Timeline;
import dev.periplus.view.Unknowns;
import dev.periplus.view.Views;
import dev.periplus.view.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the views as members of a JSON object, each with a leading comma and a limited number of rows. Times are
 * milliseconds since the epoch.
 */
final class HtmlViews {
    private static final long MILLI = 1_000_000;
    private static final int CONFIDENCE_SCALE = 10_000;
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_PORTS_OF_A_REASON = 12;
    private static final int MOST_FACTS = 16;

    private final JsonText json = new JsonText();
    private final HtmlBlock out;

    /** Character before the next member of a row. */
    private char separator;

    HtmlViews(HtmlBlock out) {
        this.out = out;
    }

    void write(Views views) throws IOException {
        timeline(views.timeline());
        List<Ports.Port> ports = views.ports().rows();
        List<Services.Service> services = new ArrayList<>(views.services().rows());
        services.sort(Comparator.comparing(row -> row.standing() != Standing.NOT_AS_REGISTERED));
        List<Hosts.Seen> hosts = views.hosts().rows();
        rows("ports", ports, this::port);
        rows("services", services, this::service);
        rows("hosts", hosts, row -> host(row, views.hosts().facts()));
        rows("unknown", views.unknowns().rows(), this::reason);
        json.raw(JsonText.name("rows")).raw(JsonText.ascii("{\"services\":")).number(services.size());
        json.raw(JsonText.name("ports")).number(ports.size());
        json.raw(JsonText.name("hosts")).number(hosts.size()).raw('}');
        json.raw(JsonText.name("left")).raw(JsonText.ascii("{\"services\":"));
        json.number(views.services().left());
        json.raw(JsonText.name("ports")).number(views.ports().left());
        json.raw(JsonText.name("hosts")).number(views.hosts().left()).raw('}');
        flush();
    }

    private <R> void rows(String name, List<R> rows, Consumer<R> row) throws IOException {
        json.raw(JsonText.name(name)).raw('[');
        String before = "";
        for (R one : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
            json.raw(JsonText.ascii(before));
            separator = '{';
            row.accept(one);
            json.raw('}');
            flush();
            before = ",";
        }
        json.raw(']');
    }

    private void flush() throws IOException {
        out.write(json);
        json.clear();
    }

    /** Writes the name of a member; its value must follow. */
    private JsonText member(String name) {
        json.raw(separator).known(name).raw(':');
        separator = ',';
        return json;
    }

    /** Writes the timeline: its slots, and for each label the slots in which flows began, and how many. */
    private void timeline(Timeline timeline) throws IOException {
        json.raw(JsonText.name("step")).number(timeline.step() / MILLI);
        json.raw(JsonText.name("slots")).raw('[');
        String separated = "";
        for (Timeline.Slot slot : timeline.slots()) {
            json.raw(JsonText.ascii(separated + "[")).number(slot.start() / MILLI);
            json.raw(',').number(slot.steps()).raw(']');
            separated = ",";
        }
        json.raw(']');
        rows("timeline", timeline.rows(), line -> {
            member("label").text(line.label());
            member("flows").number(line.all());
            member("steps").raw('[');
            String before = "[";
            for (int i = 0; i < line.flows().length; i++) {
                if (line.flows()[i] > 0) {
                    json.raw(JsonText.ascii(before)).number(i).raw(',').number(line.flows()[i]);
                    json.raw(']');
                    before = ",[";
                }
            }
            json.raw(']');
        });
    }

    private void port(Ports.Port port) {
        member("port").number(port.number());
        member("transport").known(port.transport());
        member("registered").known(port.registered());
        volume(port.volume());
        member("servers").number(port.servers());
        member("uses").raw('[');
        String before = "[";
        for (Ports.Use use : port.uses()) {
            json.raw(JsonText.ascii(before)).known(use.label()).raw(',');
            json.number(use.volume().flows()).raw(']');
            before = ",[";
        }
        json.raw(']');
    }

    private void service(Services.Service service) {
        member("host").text(service.endpoint().address().toString());
        member("port").number(service.endpoint().port());
        member("transport").known(service.endpoint().transport());
        member("label").known(service.label());
        member("application").known(service.application());
        member("confidence").decimal(Math.round(service.confidence() * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
        member("standing").known(service.standing().id());
        member("registered").known(service.registered());
        volume(service.volume());
        member("clients").number(service.clients());
    }

    private void host(Hosts.Seen host, HostFacts facts) {
        member("host").text(host.host().toString());
        member("name").text(HostWords.names(facts, host.host()));
        member("identity").text(HostWords.identity(facts, host.host()));
        member("facts").texts(facts(host.host(), facts));
        member("served").number(host.served().flows());
        member("serves").texts(List.copyOf(host.serves()));
        member("asked").number(host.asked().flows());
        member("asks").texts(List.copyOf(host.asks()));
        member("bytes").number(host.bytes());
        boolean seen = host.first() <= host.last();
        member("first").number(seen ? host.first() / MILLI : 0);
        member("last").number(seen ? host.last() / MILLI : 0);
    }

    /** What does not fit together, then each fact with where it comes from. */
    private static List<String> facts(Address host, HostFacts facts) {
        List<String> lines = new ArrayList<>(facts.conflicts(host));
        facts.of(host).stream()
                .limit(MOST_FACTS)
                .forEach(fact -> lines.add(
                        fact.kind().id() + " " + HostWords.value(fact) + ", " + HostWords.source(facts, fact)));
        return lines;
    }

    private void reason(Unknowns.Reason reason) {
        member("reason").text(reason.why().id());
        member("means").text(Why.reason(reason.why()));
        volume(reason.volume());
        member("ports").raw('[');
        String before = "[";
        List<Unknowns.Port> ports = reason.ports();
        for (Unknowns.Port port : ports.subList(0, Math.min(ports.size(), MOST_PORTS_OF_A_REASON))) {
            json.raw(JsonText.ascii(before)).number(port.number()).raw(',');
            json.known(Transport.name(port.protocol(), port.number())).raw(',');
            json.number(port.volume().flows()).raw(']');
            before = ",[";
        }
        json.raw(']');
    }

    private void volume(Volume volume) {
        member("flows").number(volume.flows());
        member("bytes").number(volume.bytes());
        member("first").number(volume.first() / MILLI);
        member("last").number(volume.last() / MILLI);
    }
}
