package dev.periplus.report.sqlite;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Count;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.FindingIds;
import dev.periplus.report.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the run, its counters and its findings. */
final class SqliteRun {
    private static final double NANOS = 1e9;

    private final SqliteTable run;
    private final SqliteTable accepted;
    private final SqliteTable counters;
    private final SqliteTable findings;
    private final SqliteTable facts;
    private final SqliteTable examples;
    private int number;

    SqliteRun(SqliteDatabase database) throws IOException {
        run = database.table("run");
        accepted = database.table("accepted");
        counters = database.table("counters");
        findings = database.table("findings");
        facts = database.table("finding_facts");
        examples = database.table("finding_flows");
    }

    void finding(Finding finding) {
        number++;
        findings.number(number)
                .text(FindingIds.of(finding))
                .text(finding.id())
                .text(finding.severity().word());
        findings.number(finding.severity().ordinal());
        findings.text(String.join(",", finding.techniques()));
        findings.text(finding.title()).text(finding.where());
        Endpoint service =
                finding.services().isEmpty() ? null : finding.services().get(0);
        findings.text(service == null ? null : service.address().toString());
        findings.number(service == null ? 0 : service.port(), service != null);
        findings.text(service == null ? null : service.transport());
        findings.text(finding.label());
        findings.number(finding.flows()).number(finding.clients());
        findings.text(finding.clientAddresses().stream().map(Address::toString).collect(Collectors.joining(",")));
        findings.number(finding.bytes()).number(finding.uploaded());
        findings.number(finding.first()).number(finding.last());
        findings.text(finding.means()).end();
        int position = 0;
        for (String fact : finding.facts()) {
            facts.number(number).number(position++).text(fact).end();
        }
        position = 0;
        for (FlowRecord example : finding.examples()) {
            examples.number(number).number(position++).number(example.number()).end();
        }
    }

    void write(RunSummary summary) {
        RunSummary.Custody custody = summary.custody();
        run.text(summary.version()).number(summary.rules());
        run.text(custody == null ? null : custody.rules());
        run.text(
                custody == null ? null : new JsonText().texts(custody.command()).toString());
        run.real(summary.elapsed(), NANOS)
                .number(summary.made(), summary.made() > 0)
                .end();
        for (RunSummary.Accepted file : custody == null ? List.<RunSummary.Accepted>of() : custody.accepted()) {
            for (String service : file.services()) {
                accepted.text(file.file()).text(file.author()).text(service).end();
            }
        }
        for (Count count : summary.counters().counts()) {
            counters.text(count.id()).number(count.value()).end();
        }
    }
}
