package dev.periplus.report.html;

import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Registration;
import dev.periplus.report.Why;
import dev.periplus.report.Words;
import dev.periplus.report.json.JsonText;
import dev.periplus.report.text.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flow as a row of the page's table: an array of number, start (microseconds since the epoch), duration (seconds),
 * transport, client's address and port, server's address and port, label, application, confidence, standing, registered
 * name, reason of no label, packets, bytes, index of the capture, section, direction, basis, protocols, and why.
 */
final class HtmlRow {
    private static final int MICRO = 1_000;
    private static final int NANO_DECIMALS = 9;
    private static final int CONFIDENCE_SCALE = 10_000;
    private static final int CONFIDENCE_DECIMALS = 4;

    private final JsonText json;
    private final Map<String, Integer> captures = new LinkedHashMap<>();

    HtmlRow(JsonText json) {
        this.json = json;
    }

    void write(FlowRecord record) {
        Flow flow = record.flow();
        json.raw('[').number(record.number());
        json.raw(',').number(flow.start() / MICRO);
        json.raw(',').decimal(flow.end() - flow.start(), NANO_DECIMALS);
        json.raw(',').known(Transport.name(flow.protocol()));
        side(flow, flow.clientSide());
        side(flow, flow.serverSide());
        verdict(record);
        json.raw(',').number(flow.packets(0) + flow.packets(1));
        json.raw(',').number(flow.bytes(0) + flow.bytes(1));
        json.raw(',').number(captures.computeIfAbsent(record.capture(), made -> captures.size()));
        json.raw(',').number(Section.of(record).ordinal());
        json.raw(',').known(Words.of(flow.direction()));
        json.raw(',').known(Words.of(record.verdict().basis()));
        protocols(record.protocols());
        json.raw(',').text(Why.of(record)).raw(']');
    }

    private void side(Flow flow, int side) {
        json.raw(',').text(flow.address(side)).raw(',').number(flow.port(side));
    }

    private void verdict(FlowRecord record) {
        Verdict verdict = record.verdict();
        Registration registered = record.registered();
        Verdict.Unknown unknown = verdict.unknownBecause();
        json.raw(',').known(verdict.label());
        json.raw(',').known(record.application());
        json.raw(',').decimal(Math.round(verdict.confidence() * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
        json.raw(',').known(record.standing().id());
        json.raw(',').known(registered == null ? null : registered.name());
        json.raw(',').known(unknown == null ? null : unknown.id());
    }

    private void protocols(List<String> protocols) {
        char before = '[';
        json.raw(',');
        for (String protocol : protocols) {
            json.raw(before).known(protocol);
            before = ',';
        }
        if (protocols.isEmpty()) {
            json.raw('[');
        }
        json.raw(']');
    }

    /** By their index. */
    List<String> captures() {
        return List.copyOf(captures.keySet());
    }
}
