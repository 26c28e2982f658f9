package dev.periplus.cli;

import dev.periplus.address.Address;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.Place;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RecordTaker;
import dev.periplus.report.HostWords;
import dev.periplus.report.Words;
import dev.periplus.review.CaseFindings;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.text.Printable;
import dev.periplus.view.Hosts;
import dev.periplus.view.Services;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains a host: what is known of it and from which bytes, what it serves and uses, and the findings about it. */
final class HostExplanation {
    private static final HexFormat HEX = HexFormat.of();
    private static final int INDENT = 4;

    private final Engine.Settings settings;
    private final @Nullable Path rules;
    private final PrintStream out;
    private final WrappedText lines;
    private final Terminal terminal;

    /** @param rules directory of the user's rules, or null */
    HostExplanation(Engine.Settings settings, @Nullable Path rules, Terminal terminal) {
        this.settings = settings;
        this.rules = rules;
        this.terminal = terminal;
        out = terminal.out();
        lines = new WrappedText(out, terminal.width());
    }

    /** What the captures tell. */
    private static final class Seen implements RecordTaker {
        private final Hosts hosts = new Hosts();
        private final Services services = new Services();
        private final CaseFindings findings;

        Seen(CaseFindings findings) {
            this.findings = findings;
        }

        @Override
        public void flow(FlowRecord record) {
            hosts.accept(record);
            services.accept(record);
            findings.flow(record);
        }

        @Override
        public void hosts(HostFacts known) {
            hosts.known(known);
        }
    }

    /**
     * @param host an address or a name
     * @return null if the captures know no such host and it is no address
     */
    @Nullable
    Exit explain(String host, List<String> captures) throws FilterException, InvalidRulesException {
        Seen seen = new Seen(new CaseFindings(
                settings.rules(), rules, Captures.commonFolder(captures), LocalDate.now(ZoneOffset.UTC)));
        boolean unreadable;
        try (Engine engine = new Engine(settings)) {
            List<CaptureOutcome> outcomes = engine.run(captures, seen);
            unreadable = Captures.printProblems(outcomes, "periplus: ", terminal.err());
        }
        Address address = Address.parse(host);
        List<Address> hosts = address == null ? seen.hosts.facts().named(host) : List.of(address);
        if (hosts.isEmpty()) {
            return null;
        }
        List<Finding> findings = seen.findings.findings();
        for (Address one : hosts) {
            if (!one.equals(hosts.get(0))) {
                out.println();
            }
            print(one, seen, findings);
        }
        return Exit.DONE.or(unreadable, Exit.UNREADABLE);
    }

    private void print(Address host, Seen seen, List<Finding> findings) {
        HostFacts facts = seen.hosts.facts();
        Hosts.Seen row = seen.hosts.rows().stream()
                .filter(one -> one.host().equals(host))
                .findFirst()
                .orElse(null);
        List<HostFact> known = facts.of(host);
        String name = facts.name(host);
        out.println(host + (name == null ? "" : "  " + name));
        if (row == null && known.isEmpty()) {
            lines.print("no flow and no fact in these captures", INDENT);
            return;
        }
        for (HostFact fact : known) {
            byte[] bytes = fact.bytes();
            String shown = bytes == null || bytes.length == 0 ? "" : ": " + HEX.formatHex(bytes);
            lines.print(
                    Printable.of(fact.kind().id() + " " + HostWords.value(fact) + "  (" + HostWords.source(facts, fact)
                            + shown + ")"),
                    INDENT);
        }
        Place place = facts.place(host);
        if (place != null) {
            lines.print("in " + Printable.of(place.words()), INDENT);
        }
        facts.conflicts(host).forEach(conflict -> lines.print("conflict: " + Printable.of(conflict), INDENT));
        services(host, seen.services);
        if (row != null && row.asked().flows() > 0) {
            String asks = row.asks().isEmpty() ? "nothing identified" : String.join(", ", row.asks());
            lines.print("uses " + asks + " (" + Amounts.count(row.asked().flows(), "flow") + " as client)", INDENT);
        }
        for (Finding finding : findings) {
            boolean about = finding.clientAddresses().contains(host)
                    || finding.services().stream()
                            .anyMatch(service -> service.address().equals(host));
            if (about) {
                lines.print(
                        "finding " + finding.severity().word() + ": " + Printable.of(finding.title()) + " ("
                                + Printable.of(finding.where()) + ")",
                        INDENT);
            }
        }
    }

    private void services(Address host, Services services) {
        for (Services.Service service : services.rows()) {
            if (service.endpoint().address().equals(host)) {
                String label = service.label();
                String what = label == null
                        ? "unidentified traffic"
                        : Words.withApplication(label, service.application()) + " "
                                + Amounts.confidence(service.confidence());
                String registered = service.registered() == null ? "" : ", port registered for " + service.registered();
                lines.print(
                        "serves " + what + " on " + service.endpoint().service() + registered + " ("
                                + Amounts.count(service.volume().flows(), "flow") + " of "
                                + Amounts.count(service.clients(), "client") + ")",
                        INDENT);
            }
        }
    }
}
