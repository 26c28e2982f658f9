package dev.periplus.review;

import dev.periplus.address.Network;
import dev.periplus.address.Transport;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.EntryReader;
import dev.periplus.rulefile.Yaml;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the entries of {@code accepted.yaml}: services that somebody accepted on their ports. */
final class AcceptanceReader implements EntryReader<Acceptance> {
    private static final List<String> KEYS = List.of("host", "port", "transport", "label", "until", "ticket");
    private static final int LAST_PORT = 0xffff;

    private final Yaml yaml;
    private final RuleSet rules;

    /** @param rules the rules whose labels the file may use */
    AcceptanceReader(Yaml yaml, RuleSet rules) {
        this.yaml = yaml;
        this.rules = rules;
    }

    @Override
    public Acceptance entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        String host = yaml.required(fields, "host", mapping);
        if (Network.parse(host) == null) {
            yaml.error(mapping, "'" + host + "' is not an address or network; write 10.0.0.1 or 10.0.0.0/8");
        }
        String port = yaml.required(fields, "port", mapping);
        boolean isPort = port.matches("\\d{1,5}") && Integer.parseInt(port) <= LAST_PORT;
        if (!isPort) {
            yaml.error(mapping, "'" + port + "' is not a port from 0 to 65535");
        }
        String transport = yaml.required(fields, "transport", mapping);
        if (Transport.number(transport) < 0) {
            yaml.error(mapping, "transport is one of tcp, udp, sctp, dccp, not '" + transport + "'");
        }
        String label = yaml.required(fields, "label", mapping);
        if (rules.protocol(label) == null) {
            yaml.error(mapping, "no protocol has the id '" + label + "'");
        }
        return new Acceptance(
                host,
                isPort ? Integer.parseInt(port) : 0,
                transport,
                label,
                until(yaml.text(fields.get("until")), mapping),
                yaml.required(fields, "ticket", mapping));
    }

    private @Nullable LocalDate until(String text, Node at) {
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            yaml.error(at, "until takes a date such as 2027-01-31, not '" + text + "'");
            return null;
        }
    }
}
