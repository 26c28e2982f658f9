package dev.periplus.rule;

import dev.periplus.rulefile.RuleFolder;
import dev.periplus.rulefile.Yaml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loads rules: the packaged ones, then those of a folder, which add to them or replace files of the same name. */
public final class RuleLoader {
    private static final String PROTOCOLS = "protocols";
    private static final String SERVICES = "services";

    private final List<String> handovers;
    private final List<String> announcers;
    private final Function<RuleFolder, Predicate<String>> registries;
    private final Map<String, Protocol> protocols = new TreeMap<>();
    private final Map<String, Service> services = new TreeMap<>();
    /** The packaged rules while nothing is added to them. */
    private @Nullable PackedRules packaged;

    private final Set<String> added = new TreeSet<>();

    /** Creates a loader for the packaged rules and for files that name neither a handover nor an announcer. */
    public RuleLoader() {
        this(List.of(), List.of(), folder -> service -> true);
    }

    /**
     * @param handovers names accepted in {@code hands-over}
     * @param announcers names accepted in {@code announces}
     * @param registries returns which names are accepted in {@code registered} of a folder's files
     */
    public RuleLoader(
            List<String> handovers, List<String> announcers, Function<RuleFolder, Predicate<String>> registries) {
        this.handovers = handovers;
        this.announcers = announcers;
        this.registries = registries;
    }

    /** Adds the rules packaged in the jar, which the build has checked. */
    public RuleLoader packaged() {
        packaged = new PackedRules();
        return this;
    }

    /**
     * Adds the {@code *.yaml} files of a folder's {@code protocols/} and {@code services/}; if it has neither, its own
     * files are protocols. Reports errors to the folder, conflicts between rules included.
     */
    public RuleLoader add(RuleFolder folder) {
        if (folder.isNone()) {
            return this;
        }
        unpack();
        boolean withServices = folder.hasFolder(SERVICES);
        boolean withProtocols = folder.hasFolder(PROTOCOLS);
        if (withServices) {
            folder.each(SERVICES, this::addService);
        }
        if (withProtocols || !withServices) {
            Predicate<String> registry = registries.apply(folder);
            folder.each(withProtocols ? PROTOCOLS : "", yaml -> addProtocol(yaml, registry));
        }
        protocols.values().forEach(protocol -> checkWithin(protocol, folder));
        checkHosts(folder);
        return this;
    }

    /** Labels whose rules came from folders. */
    public Set<String> added() {
        return added;
    }

    /** Takes the packaged rules out of their pack: a folder's may replace some. */
    private void unpack() {
        if (packaged != null) {
            packaged.protocols().forEach(protocol -> protocols.put(protocol.id(), protocol));
            packaged.services().all().forEach(service -> services.put(service.id(), service));
            packaged = null;
        }
    }

    /** Builds the rules. If a folder has errors, use them only to look up labels. */
    public RuleSet load() {
        return packaged != null ? packaged : new LoadedRules(protocols, services.values());
    }

    private void checkWithin(Protocol protocol, RuleFolder folder) {
        String within = protocol.within();
        if (within != null && !protocols.containsKey(within)) {
            folder.error(protocol.id() + ".yaml", "within '" + within + "': no rule file has this id");
        }
    }

    /** Reports names that two services claim. */
    private void checkHosts(RuleFolder folder) {
        Map<String, String> owners = new HashMap<>();
        for (Service service : services.values()) {
            Stream.of(service.suffixes(), service.names(), service.certificates())
                    .flatMap(List::stream)
                    .forEach(name -> {
                        String other = owners.put(name, service.id());
                        if (other != null) {
                            folder.error(service.id() + ".yaml", "'" + name + "' is already in " + other + ".yaml");
                        }
                    });
        }
    }

    private void addProtocol(Yaml yaml, Predicate<String> registry) {
        Protocol protocol = new RuleReader(yaml, handovers, announcers, registry).read();
        if (protocol != null) {
            protocols.put(protocol.id(), protocol);
            added.add(protocol.id());
        }
    }

    private void addService(Yaml yaml) {
        Service service = new ServiceReader(yaml).read();
        if (service != null) {
            services.put(service.id(), service);
        }
    }
}
