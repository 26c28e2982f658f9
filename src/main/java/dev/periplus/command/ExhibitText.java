package dev.periplus.command;

import dev.periplus.address.Address;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.engine.SmallestCapture;
import dev.periplus.engine.Version;
import dev.periplus.natives.Sha256;
import dev.periplus.report.FlowIds;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The text of an exhibit: what it is about, made of what, by which rules. Lines of {@code key: value}. */
final class ExhibitText {
    private final StringBuilder text = new StringBuilder();
    private String summary = "";
    private String reservation = "";

    void made() {
        line("made", Instant.now().toString());
        line("by", "periplus " + Version.text());
    }

    /** Adds a flow: its evidence, and the clauses of specifications that the rules of its label rest on. */
    void flow(FlowRecord record, SmallestCapture smallest, RuleSet rules) {
        line("flow", new FlowIds().uidText(record.flow()));
        line("label", String.valueOf(record.verdict().label()));
        line("packets that the label needs", String.valueOf(smallest.packets()));
        line("yields the label by itself", smallest.yieldsLabel() ? "yes" : "no, it rests on other flows too");
        for (Evidence piece : record.evidence()) {
            String says = piece.weight() + " decibans, " + piece.rule() + ": " + piece.says();
            line("evidence for " + piece.label(), says);
        }
        for (String label : record.protocols()) {
            Protocol protocol = rules.protocol(label);
            for (String clause : protocol == null ? List.<String>of() : protocol.references()) {
                line("clause for " + label, clause);
            }
        }
        summary = Amounts.count(smallest.packets(), "packet") + " of flow " + record.number();
        reservation = smallest.yieldsLabel() ? "" : "; they alone do not give its label";
    }

    void finding(String id, Finding finding) {
        line("finding", id);
        line("rule", finding.id());
        line("severity", finding.severity().word());
        line("title", finding.title());
        line("where", finding.where());
        line(
                "clients",
                finding.clients() + ": "
                        + finding.clientAddresses().stream()
                                .map(Address::toString)
                                .collect(Collectors.joining(", ")));
        line(
                "flows",
                finding.flows() + ", " + finding.bytes() + " bytes, " + finding.uploaded() + " of them from clients");
        line("first", time(finding.first()));
        line("last", time(finding.last()));
        finding.facts().forEach(fact -> line("fact", fact));
        line("means", finding.advice());
    }

    /** Adds what the captures hold of a finding. */
    void findingRestsOn(String id, long packets, int flows, boolean yields) {
        line("packed", Amounts.count(packets, "packet") + " of " + Amounts.count(flows, "flow"));
        line("yields the finding by itself", yields ? "yes" : "no, it rests on other flows too");
        summary = Amounts.count(packets, "packet") + " of finding " + id;
        reservation = yields ? "" : "; they alone do not give it";
    }

    /** Adds the captures that the packets are from. */
    void from(List<String> captures) throws IOException {
        for (String capture : captures) {
            line("from", Sha256.of(Path.of(capture), more -> {}) + "  " + capture);
        }
    }

    private static String time(long nanos) {
        return Instant.ofEpochSecond(0, nanos).toString();
    }

    private void line(String key, String value) {
        text.append(key).append(": ").append(Printable.of(value)).append('\n');
    }

    /** What was packed, in a few words. */
    String summary() {
        return summary;
    }

    /** What the packets do not show by themselves; empty if they do. */
    String reservation() {
        return reservation;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
