package dev.periplus.rule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects rule files: the packaged ones, then folders that add to them or override files of the same name. */
public final class RuleLoader {
    private static final int LARGEST = 1 << 20;

    private static final String ENDING = ".yaml";

    /** Files of a folder of rules that are no protocols. */
    private static final Set<String> OTHERS =
            Set.of("ranges.yaml", "processes.yaml", "findings.yaml", "fingerprints.yaml", "accepted.yaml", "registry");

    private final List<String> handovers;
    private final List<String> announcers;
    private final Map<String, Protocol> protocols = new TreeMap<>();
    private final Map<String, Service> services = new TreeMap<>();
    private final List<RuleError> errors = new ArrayList<>();
    private final Set<String> added = new TreeSet<>();

    /** Packaged rules alone were checked by the build. */
    private boolean folders;

    /** For rules that name neither a handover nor an announcer, and for those in the jar. */
    public RuleLoader() {
        this(List.of(), List.of());
    }

    /**
     * @param handovers that files may name
     * @param announcers that files may name
     */
    public RuleLoader(List<String> handovers, List<String> announcers) {
        this.handovers = handovers;
        this.announcers = announcers;
    }

    /** Adds the rules in the jar. */
    public RuleLoader packaged() {
        RulePack.Content packaged = RulePack.packaged();
        packaged.protocols().forEach(protocol -> protocols.put(protocol.id(), protocol));
        packaged.services().forEach(service -> services.put(service.id(), service));
        return this;
    }

    /**
     * Adds the files {@code *.yaml} of a folder's {@code protocols/} and {@code services/}; where it has neither, its own
     * files are protocols.
     */
    public RuleLoader directory(Path directory) {
        folders = true;
        Path inner = directory.resolve("protocols");
        Path named = directory.resolve("services");
        if (Files.isDirectory(named)) {
            files(named, this::addService);
        }
        if (Files.isDirectory(inner) || !Files.isDirectory(named)) {
            files(Files.isDirectory(inner) ? inner : directory, this::addProtocol);
        }
        return this;
    }

    /** Takes the text of a rule file and its name without the ending. */
    private interface FileTaker {
        void take(String file, String id, String text);
    }

    private void files(Path root, FileTaker taker) {
        try (Stream<Path> files = Files.list(root)) {
            int taken = 0;
            for (Path file : files.sorted().toList()) {
                taken += take(file, taker) ? 1 : 0;
            }
            if (taken == 0 && !hasOtherRules(root)) {
                errors.add(new RuleError(root.toString(), 1, "no rule file (*.yaml) is in this folder"));
            }
        } catch (IOException e) {
            errors.add(new RuleError(root.toString(), 1, "cannot be read: " + e.getMessage()));
        }
    }

    /** True where the folder holds claims rather than protocols. */
    private static boolean hasOtherRules(Path directory) {
        return OTHERS.stream().anyMatch(name -> Files.exists(directory.resolve(name)));
    }

    private boolean take(Path file, FileTaker taker) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".yml")) {
            errors.add(new RuleError(file.toString(), 1, "rule files end in .yaml"));
        }
        if (!name.endsWith(ENDING) || OTHERS.contains(name)) {
            return false;
        }
        if (Files.size(file) > LARGEST) {
            errors.add(new RuleError(file.toString(), 1, "larger than 1 MiB"));
        } else {
            taker.take(file.toString(), name.substring(0, name.length() - ENDING.length()), read(file));
        }
        return true;
    }

    /** The labels whose rules came from folders. */
    public Set<String> added() {
        return added;
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** The rules, or every error at once. */
    public RuleSet load() throws InvalidRulesException {
        if (folders) {
            protocols.values().forEach(this::checkWithin);
            checkHosts();
        }
        if (!errors.isEmpty()) {
            throw new InvalidRulesException(errors);
        }
        return new RuleSet(protocols, services.values());
    }

    private void checkWithin(Protocol protocol) {
        String within = protocol.within();
        if (within != null && !protocols.containsKey(within)) {
            errors.add(new RuleError(protocol.id() + ".yaml", 1, "within '" + within + "', which no file defines"));
        }
    }

    /** No two services may claim the same name. */
    private void checkHosts() {
        Map<String, String> owners = new HashMap<>();
        for (Service service : services.values()) {
            Stream.of(service.suffixes(), service.names(), service.certificates())
                    .flatMap(List::stream)
                    .forEach(name -> {
                        String other = owners.put(name, service.id());
                        if (other != null) {
                            String says = "'" + name + "' is also in " + other + ".yaml";
                            errors.add(new RuleError(service.id() + ".yaml", 1, says));
                        }
                    });
        }
    }

    private void addProtocol(String file, String id, String text) {
        Protocol protocol = new RuleReader(file, errors, handovers, announcers).read(text, id);
        if (protocol != null) {
            protocols.put(protocol.id(), protocol);
            added.add(protocol.id());
        }
    }

    private void addService(String file, String id, String text) {
        Service service = new ServiceReader(file, errors).read(text, id);
        if (service != null) {
            services.put(service.id(), service);
        }
    }
}
