package dev.periplus.explain;

import dev.periplus.address.Address;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.Place;
import dev.periplus.engine.RecordTaker;
import dev.periplus.report.HostWords;
import dev.periplus.report.Words;
import dev.periplus.review.CaseFindings;
import dev.periplus.text.Printable;
import dev.periplus.text.WrappedText;
import dev.periplus.view.Hosts;
import dev.periplus.view.Services;
import java.util.HexFormat;
import java.util.List;

/**
 * Explains a host: what is known of it and from which bytes, what it serves and uses, and the findings about it. Takes the
 * records of captures first.
 */
public final class HostExplanation implements RecordTaker {
    private static final HexFormat HEX = HexFormat.of();
    private static final int INDENT = 4;

    private final Hosts hosts = new Hosts();
    private final Services services = new Services();
    private final CaseFindings findings;

    /** @param findings takes the records too */
    public HostExplanation(CaseFindings findings) {
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

    /**
     * Prints what the records told of a host.
     *
     * @param host an address or a name
     * @return whether there is such a host, or it is an address
     */
    public boolean print(String host, WrappedText lines) {
        Address address = Address.parse(host);
        List<Address> named = address == null ? hosts.facts().named(host) : List.of(address);
        List<Finding> found = named.isEmpty() ? List.of() : findings.findings();
        for (Address one : named) {
            if (!one.equals(named.get(0))) {
                lines.out().println();
            }
            print(one, found, lines);
        }
        return !named.isEmpty();
    }

    private void print(Address host, List<Finding> found, WrappedText lines) {
        HostFacts facts = hosts.facts();
        Hosts.Seen row = hosts.rows().stream()
                .filter(one -> one.host().equals(host))
                .findFirst()
                .orElse(null);
        List<HostFact> known = facts.of(host);
        String name = facts.name(host);
        lines.out().println(host + (name == null ? "" : "  " + name));
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
        services(host, lines);
        if (row != null && row.asked().flows() > 0) {
            String asks = row.asks().isEmpty() ? "nothing identified" : String.join(", ", row.asks());
            lines.print("uses " + asks + " (" + Amounts.count(row.asked().flows(), "flow") + " as client)", INDENT);
        }
        for (Finding finding : found) {
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

    private void services(Address host, WrappedText lines) {
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
