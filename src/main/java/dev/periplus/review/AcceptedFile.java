package dev.periplus.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.address.Transport;
import dev.periplus.rule.InvalidRulesException;
import dev.periplus.rule.RuleError;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code accepted.yaml}: the services that somebody accepted where they are. */
public final class AcceptedFile {
    /** Where the file lies in a directory of rules, or in a case. */
    public static final String NAME = "accepted.yaml";

    private static final List<String> KEYS = List.of("host", "port", "transport", "label", "until", "ticket");
    private static final int LAST_PORT = 0xffff;

    private final Yaml yaml;
    private final RuleSet rules;
    private final Predicate<String> isHost;

    private AcceptedFile(Yaml yaml, RuleSet rules, Predicate<String> isHost) {
        this.yaml = yaml;
        this.rules = rules;
        this.isHost = isHost;
    }

    /**
     * The entries of the file in a directory; none where it is not there.
     *
     * @param rules that hold the labels the file may name
     * @param isHost whether a text is an address or a network
     * @throws InvalidRulesException with every error of the file
     */
    public static List<Acceptance> read(Path directory, RuleSet rules, Predicate<String> isHost)
            throws IOException, InvalidRulesException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return List.of();
        }
        List<RuleError> errors = new ArrayList<>();
        AcceptedFile reader = new AcceptedFile(new Yaml(file.toString(), errors), rules, isHost);
        List<Acceptance> entries = new ArrayList<>();
        for (MappingNode mapping : reader.yaml.mappings(new String(Files.readAllBytes(file), UTF_8))) {
            entries.add(reader.entry(mapping));
        }
        if (!errors.isEmpty()) {
            throw new InvalidRulesException(errors);
        }
        return entries;
    }

    private Acceptance entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        String host = yaml.required(fields, "host", mapping);
        if (!isHost.test(host)) {
            yaml.error(mapping, "'" + host + "' is no address and no network");
        }
        String port = yaml.required(fields, "port", mapping);
        boolean isPort = port.matches("\\d{1,5}") && Integer.parseInt(port) <= LAST_PORT;
        if (!isPort) {
            yaml.error(mapping, "'" + port + "' is no port");
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
            yaml.error(at, "until is a day as 2027-01-31, not '" + text + "'");
            return null;
        }
    }
}
