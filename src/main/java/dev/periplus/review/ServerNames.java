package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.review.FindingRule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Names of servers that do not agree: what a client asks for in TLS or QUIC (RFC 6066 section 3), what DNS answers gave
 * it for that address, and what the certificate is for (RFC 9525 section 6.3); and names asked for in encrypted DNS.
 */
final class ServerNames implements Observer {
    /** Groups of metadata with a server name. */
    private static final List<String> GROUPS = List.of("tls", "quic");

    private static final Set<String> CARRIERS = Set.of("tls", "quic", "http2", "http3");

    /** A certificate with this many names may have more than are kept. */
    private static final int ALL_KEPT = 16;

    private final FindingRules rules;
    private final Subjects subjects = new Subjects();

    ServerNames(FindingRules rules) {
        this.rules = rules;
    }

    @Override
    public void add(FlowRecord record) {
        Metadata said = record.metadata();
        for (String group : GROUPS) {
            for (String name : said.values(group, "sni")) {
                if (isName(name)) {
                    answered(record, group, name.toLowerCase(Locale.ROOT));
                    certified(record, group, name.toLowerCase(Locale.ROOT));
                }
            }
        }
        encrypted(record);
    }

    /** Whether this is the name of a host, with a domain, and no address. */
    static boolean isName(String text) {
        return text.indexOf('.') > 0 && Address.parse(text) == null;
    }

    private void answered(FlowRecord record, String group, String name) {
        FindingRule rule = rules.rule(When.OTHER_NAME, record.verdict().label());
        List<String> given = record.metadata().values("dns", "answered_name");
        if (rule == null || given.isEmpty() || DnsTunnels.domain(given.get(0)).equals(DnsTunnels.domain(name))) {
            return;
        }
        Address server = record.flow().server().address();
        List<String> facts = new ArrayList<>(
                List.of("asked " + server + " for " + name + ", an address that DNS gave for " + given.get(0)));
        if (!record.metadata().values(group, "ech").isEmpty()) {
            facts.add("an encrypted ClientHello was offered, and may hide the name that is meant");
        }
        add(rule, record, "", facts);
    }

    private void certified(FlowRecord record, String group, String name) {
        FindingRule rule = rules.rule(When.OTHER_CERTIFICATE, record.verdict().label());
        List<String> names = record.metadata().values(group, "names");
        List<String> own = names.isEmpty() ? record.metadata().values(group, "subject") : names;
        boolean known = !own.isEmpty() && own.size() < ALL_KEPT && own.stream().allMatch(ServerNames::isPattern);
        if (rule != null && known && own.stream().noneMatch(pattern -> matches(pattern, name))) {
            String fact = "asked for " + name + ", certificate for " + String.join(", ", own);
            String server = record.flow().server().toString();
            subjects.add(rule, server, "A certificate for another name than " + name, 0, record, List.of(fact));
        }
    }

    private static boolean isPattern(String name) {
        return name.indexOf('.') > 0 && name.indexOf(' ') < 0;
    }

    /** Whether a name in a certificate covers a host; a leading asterisk stands for one label. */
    private static boolean matches(String pattern, String host) {
        boolean any = pattern.startsWith("*.");
        String compared = any ? host.substring(host.indexOf('.')) : host;
        return compared.equalsIgnoreCase(any ? pattern.substring(1) : pattern);
    }

    private void encrypted(FlowRecord record) {
        FindingRule rule = rules.rule(When.ENCRYPTED_NAMES, record.verdict().label());
        List<String> protocols = record.protocols();
        boolean carried = !protocols.isEmpty() && CARRIERS.contains(protocols.get(0));
        boolean asks =
                protocols.contains("doh") || carried && protocols.contains("dns") || carried && isResolver(record);
        if (rule != null && asks) {
            String by = record.application() == null
                    ? record.flow().server().toString()
                    : rules.application(record.application());
            List<String> facts = new ArrayList<>(List.of("protocols: " + String.join(" > ", protocols)));
            for (String group : GROUPS) {
                record.metadata().values(group, "sni").forEach(name -> facts.add("server name " + name));
            }
            add(rule, record, " asks " + by, facts);
        }
    }

    /** Whether a resolver is known by the name that was asked for, or by its certificate if none was. */
    private boolean isResolver(FlowRecord record) {
        NamedService named = record.named();
        boolean asked = GROUPS.stream()
                .anyMatch(group -> !record.metadata().values(group, "sni").isEmpty());
        return named != null
                && (named.field().endsWith(".sni") || !asked)
                && rules.isOfCategory(named.service(), "name-service");
    }

    private void add(FindingRule rule, FlowRecord record, String what, List<String> facts) {
        String client = record.flow().host(record.flow().clientSide()).toString();
        subjects.add(rule, client, client + what, 0, record, facts);
    }

    @Override
    public void findings(Consumer<Finding> taker) {
        subjects.findings(taker);
    }

    @Override
    public long left() {
        return subjects.left();
    }
}
