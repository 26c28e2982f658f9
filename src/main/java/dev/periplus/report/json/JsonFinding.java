package dev.periplus.report.json;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.report.FindingIds;
import dev.periplus.report.FlowIds;
import java.util.List;

/** Writes a finding as a line of NDJSON: {@code {"finding":{…}}}. */
public final class JsonFinding {
    private JsonFinding() {}

    /** Returns the line as text. */
    public static String line(Finding finding) {
        JsonText json = new JsonText();
        write(json, finding);
        return json.toString();
    }

    static void write(JsonText json, Finding finding) {
        json.raw(JsonText.ascii("{\"finding\":{\"id\":")).text(finding.id());
        json.raw(JsonText.name("uid")).text(FindingIds.of(finding));
        json.raw(JsonText.name("severity")).text(finding.severity().word());
        json.raw(JsonText.name("techniques")).texts(finding.techniques());
        json.raw(JsonText.name("title")).text(finding.title());
        json.raw(JsonText.name("where")).text(finding.where());
        services(json, finding.services());
        json.raw(JsonText.name("label")).text(finding.label());
        json.raw(JsonText.name("flows")).number(finding.flows());
        json.raw(JsonText.name("clients")).number(finding.clients());
        json.raw(JsonText.name("client_ips"))
                .texts(finding.clientAddresses().stream().map(Address::toString).toList());
        json.raw(JsonText.name("bytes")).number(finding.bytes());
        json.raw(JsonText.name("uploaded")).number(finding.uploaded());
        json.raw(JsonText.name("first")).time(finding.first());
        json.raw(JsonText.name("last")).time(finding.last());
        json.raw(JsonText.name("facts")).texts(finding.facts());
        json.raw(JsonText.name("examples")).raw('[');
        String separator = "";
        for (FlowRecord example : finding.examples()) {
            json.raw(JsonText.ascii(separator)).number(example.number());
            separator = ",";
        }
        FlowIds ids = new FlowIds();
        json.raw(']').raw(JsonText.name("uids"));
        json.texts(finding.examples().stream()
                .map(example -> ids.uidText(example.flow()))
                .toList());
        json.raw(JsonText.name("means")).text(finding.means());
        json.raw(JsonText.ascii("}}\n"));
    }

    /** The first host, port and transport, and all of them if there are more. */
    private static void services(JsonText json, List<Endpoint> services) {
        if (!services.isEmpty()) {
            Endpoint first = services.get(0);
            json.raw(JsonText.name("host")).text(first.address().toString());
            json.raw(JsonText.name("port")).number(first.port());
            json.raw(JsonText.name("transport")).text(first.transport());
        }
        if (services.size() > 1) {
            json.raw(JsonText.name("services"))
                    .texts(services.stream().map(Endpoint::toString).toList());
        }
    }
}
