package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Network;
import dev.periplus.rule.InvalidRulesException;
import dev.periplus.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was accepted where. */
final class Acceptances {
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

    /**
     * Reads what was accepted.
     *
     * @param directories that may hold such a file
     * @throws InvalidRulesException with every error of a file
     */
    static List<Acceptance> read(List<Path> directories, RuleSet rules) throws IOException, InvalidRulesException {
        List<Acceptance> all = new ArrayList<>();
        for (Path directory : directories) {
            all.addAll(AcceptedFile.read(directory, rules, host -> Network.parse(host) != null));
        }
        return all;
    }

    /** What was accepted there, or null. */
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

    /** Whether it is accepted today. */
    boolean holds(Acceptance acceptance) {
        LocalDate until = acceptance.until();
        return until == null || !today.isAfter(until);
    }
}
