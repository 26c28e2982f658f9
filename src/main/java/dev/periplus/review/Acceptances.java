package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Network;
import dev.periplus.answer.RunSummary;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import dev.periplus.rulefile.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accepted services of a case, from the files of the user and of the case. Whoever wrote such a file keeps services
 * out of the findings, so each file is reported with its owner and what it silenced.
 */
public final class Acceptances {
    private static final int MOST_LISTED = 1000;

    private final List<Entry> entries = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final LocalDate today;

    private record Entry(Network network, Acceptance acceptance, Source source) {}

    /** A file and what it silenced. */
    private static final class Source {
        private final String file;
        private final String author;
        private final List<String> services = new ArrayList<>();
        private long count;

        Source(Path file) {
            this.file = file.toString();
            author = authorOf(file);
        }

        private static String authorOf(Path file) {
            try {
                String name = Files.getOwner(file).getName();
                boolean numbered =
                        file.getFileSystem().supportedFileAttributeViews().contains("unix");
                Object number = numbered ? Files.getAttribute(file, "unix:uid") : name;
                return number.toString().equals(name) || !numbered
                        ? (numbered ? "uid " : "") + name
                        : name + " (uid " + number + ")";
            } catch (IOException | UnsupportedOperationException e) {
                return "an unknown user";
            }
        }
    }

    /** @param today the date at which acceptances are checked */
    Acceptances(LocalDate today) {
        this.today = today;
    }

    /**
     * Adds the entries of a folder's file.
     *
     * @param folder null if there is none; then there are no entries
     */
    void add(@Nullable Path folder, List<Acceptance> accepted) {
        if (folder == null || accepted.isEmpty()) {
            return;
        }
        Source source = new Source(folder.resolve(RuleFile.ACCEPTED.path()));
        sources.add(source);
        for (Acceptance acceptance : accepted) {
            Network network = Network.parse(acceptance.host());
            if (network != null) {
                entries.add(new Entry(network, acceptance, source));
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

    /** Notes that a service is in no finding because of this acceptance. */
    void silence(Acceptance acceptance, String service) {
        for (Entry entry : entries) {
            if (entry.acceptance == acceptance) {
                entry.source.count++;
                if (entry.source.services.size() < MOST_LISTED) {
                    entry.source.services.add(service + " (" + acceptance.ticket() + ")");
                }
                return;
            }
        }
    }

    /** The files, with what they silenced. */
    List<RunSummary.Accepted> files() {
        return sources.stream()
                .map(source -> new RunSummary.Accepted(source.file, source.author, source.services, source.count))
                .toList();
    }
}
