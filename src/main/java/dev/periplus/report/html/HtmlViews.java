package dev.periplus.report.html;

import dev.periplus.address.Transport;
import dev.periplus.answer.Standing;
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
 * The views as members of a JSON object, each after a comma: rows are arrays, so many of each view at most. Times are
 * milliseconds since the epoch.
 */
final class HtmlViews {
    private static final long MILLI = 1_000_000;
    private static final int CONFIDENCE_SCALE = 10_000;
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_PORTS_OF_A_REASON = 12;

    private final JsonText json = new JsonText();
    private final HtmlBlock out;

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
        rows("hosts", hosts, this::host);
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
        String separator = "";
        for (R one : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
            json.raw(JsonText.ascii(separator)).raw('[');
            row.accept(one);
            json.raw(']');
            flush();
            separator = ",";
        }
        json.raw(']');
    }

    private void flush() throws IOException {
        out.write(json);
        json.clear();
    }

    /** For each label its steps that have flows, as step and flows in turn. */
    private void timeline(Timeline timeline) throws IOException {
        json.raw(JsonText.name("start")).number(timeline.start() / MILLI);
        json.raw(JsonText.name("step")).number(timeline.step() / MILLI);
        json.raw(JsonText.name("steps")).number(timeline.steps());
        rows("timeline", timeline.rows(), line -> {
            json.text(line.label()).raw(',').number(line.all());
            for (int i = 0; i < line.flows().length; i++) {
                if (line.flows()[i] > 0) {
                    json.raw(',').number(i).raw(',').number(line.flows()[i]);
                }
            }
        });
    }

    private void port(Ports.Port port) {
        json.number(port.number()).raw(',').known(port.transport());
        json.raw(',').known(port.registered());
        volume(port.volume());
        json.raw(',').number(port.servers());
        for (Ports.Use use : port.uses()) {
            json.raw(',').known(use.label()).raw(',').number(use.volume().flows());
        }
    }

    private void service(Services.Service service) {
        json.text(service.endpoint().address().toString());
        json.raw(',').number(service.endpoint().port());
        json.raw(',').known(service.endpoint().transport());
        json.raw(',').known(service.label()).raw(',').known(service.application());
        json.raw(',').decimal(Math.round(service.confidence() * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
        json.raw(',').known(service.standing().id());
        json.raw(',').known(service.registered());
        volume(service.volume());
        json.raw(',').number(service.clients());
    }

    private void host(Hosts.Seen host) {
        json.text(host.host().toString());
        json.raw(',').number(host.served().flows()).raw(',');
        json.texts(List.copyOf(host.serves()));
        json.raw(',').number(host.asked().flows()).raw(',');
        json.texts(List.copyOf(host.asks()));
        json.raw(',').number(host.bytes());
        json.raw(',').number(host.first() / MILLI).raw(',').number(host.last() / MILLI);
    }

    private void reason(Unknowns.Reason reason) {
        json.text(reason.why().id()).raw(',').text(Why.reason(reason.why()));
        volume(reason.volume());
        reason.ports().stream()
                .limit(MOST_PORTS_OF_A_REASON)
                .forEach(port -> json.raw(',')
                        .number(port.number())
                        .raw(',')
                        .known(Transport.name(port.protocol()))
                        .raw(',')
                        .number(port.volume().flows()));
    }

    /** Flows, bytes, first and last. */
    private void volume(Volume volume) {
        json.raw(',').number(volume.flows()).raw(',').number(volume.bytes());
        json.raw(',').number(volume.first() / MILLI).raw(',').number(volume.last() / MILLI);
    }
}
