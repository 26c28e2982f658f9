package dev.periplus.report.json;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;

/** Writes a finding as a line of NDJSON: {@code {"finding":{…}}}. */
final class JsonFinding {
    private JsonFinding() {}

    static void write(JsonText json, Finding finding) {
        json.raw(JsonText.ascii("{\"finding\":{\"id\":")).text(finding.id());
        json.raw(JsonText.name("severity")).text(finding.severity().word());
        json.raw(JsonText.name("title")).text(finding.title());
        json.raw(JsonText.name("where")).text(finding.where());
        json.raw(JsonText.name("label")).text(finding.label());
        json.raw(JsonText.name("flows")).number(finding.flows());
        json.raw(JsonText.name("clients")).number(finding.clients());
        json.raw(JsonText.name("bytes")).number(finding.bytes());
        json.raw(JsonText.name("first")).time(finding.first());
        json.raw(JsonText.name("last")).time(finding.last());
        json.raw(JsonText.name("facts")).texts(finding.facts());
        json.raw(JsonText.name("examples")).raw('[');
        String separator = "";
        for (FlowRecord example : finding.examples()) {
            json.raw(JsonText.ascii(separator)).number(example.number());
            separator = ",";
        }
        json.raw(']').raw(JsonText.name("means")).text(finding.means());
        json.raw(JsonText.ascii("}}\n"));
    }
}
