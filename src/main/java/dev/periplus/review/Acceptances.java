package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Network;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import dev.periplus.rulefile.Yaml;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accepted services of a case. */
public final class Acceptances {
    private record Entry(Network network, Acceptance acceptance) {}

    private final List<Entry> entries = new ArrayList<>();
    private final LocalDate today;

    Acceptances(List<Acceptance> accepted, LocalDate today) {
        this.today = today;
        for (Acceptance acceptance : accepted) {
            Network network = Network.parse(acceptance.host());
            if (network != null) {
                entries.add(new Entry(network, acceptance));
            }
        }
    }

    /** Reads the acceptances of a folder; empty if it has none. */
    public static List<Acceptance> load(RuleSet rules, RuleFolder folder) {
        Yaml yaml = folder.yaml(RuleFile.ACCEPTED);
        return yaml == null ? List.of() : yaml.list(new AcceptanceReader(yaml, rules));
    }

    /** Returns the first acceptance for the endpoint, expired or not, or null. */
    @Nullable
    Acceptance of(Endpoint endpoint) {
        for (Entry entry : entries) {
            Acceptance acceptance = entry.acceptance;
            if (acceptance.port() == endpoint.port()
                    && endpoint.transport().equals(acceptance.transport())
                    && entry.network.holds(endpoint.address())) {
                return acceptance;
            }
        }
        return null;
    }

    /** Whether the acceptance has not expired. */
    boolean holds(Acceptance acceptance) {
        LocalDate until = acceptance.until();
        return until == null || !today.isAfter(until);
    }
}
