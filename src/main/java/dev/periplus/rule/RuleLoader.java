package dev.periplus.rule;

import dev.periplus.rulefile.RuleFolder;
import dev.periplus.rulefile.Yaml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects rules: the packaged ones, then a folder that adds to them or overrides files of the same name. */
public final class RuleLoader {
    private static final String PROTOCOLS = "protocols";
    private static final String SERVICES = "services";

    private final List<String> handovers;
    private final List<String> announcers;
    private final Map<String, Protocol> protocols = new TreeMap<>();
    private final Map<String, Service> services = new TreeMap<>();
    private final Set<String> added = new TreeSet<>();

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

    /** Adds the rules in the jar, which the build checked. */
    public RuleLoader packaged() {
        RulePack.Content packaged = RulePack.packaged();
        packaged.protocols().forEach(protocol -> protocols.put(protocol.id(), protocol));
        packaged.services().forEach(service -> services.put(service.id(), service));
        return this;
    }

    /**
     * Adds the files {@code *.yaml} of a folder's {@code protocols/} and {@code services/}; where it has neither, its
     * own files are protocols. Errors go to the folder, those between rules included.
     */
    public RuleLoader add(RuleFolder folder) {
        if (folder.isNone()) {
            return this;
        }
        boolean withServices = folder.hasFolder(SERVICES);
        boolean withProtocols = folder.hasFolder(PROTOCOLS);
        if (withServices) {
            folder.each(SERVICES, this::addService);
        }
        if (withProtocols || !withServices) {
            folder.each(withProtocols ? PROTOCOLS : "", this::addProtocol);
        }
        protocols.values().forEach(protocol -> checkWithin(protocol, folder));
        checkHosts(folder);
        return this;
    }

    /** The labels whose rules came from folders. */
    public Set<String> added() {
        return added;
    }

    /** The rules; where a folder has errors, good for looking up labels and no more. */
    public RuleSet load() {
        return new RuleSet(protocols, services.values());
    }

    private void checkWithin(Protocol protocol, RuleFolder folder) {
        String within = protocol.within();
        if (within != null && !protocols.containsKey(within)) {
            folder.error(protocol.id() + ".yaml", "within '" + within + "', which no file defines");
        }
    }

    /** No two services may claim the same name. */
    private void checkHosts(RuleFolder folder) {
        Map<String, String> owners = new HashMap<>();
        for (Service service : services.values()) {
            Stream.of(service.suffixes(), service.names(), service.certificates())
                    .flatMap(List::stream)
                    .forEach(name -> {
                        String other = owners.put(name, service.id());
                        if (other != null) {
                            folder.error(service.id() + ".yaml", "'" + name + "' is also in " + other + ".yaml");
                        }
                    });
        }
    }

    private void addProtocol(Yaml yaml) {
        Protocol protocol = new RuleReader(yaml, handovers, announcers).read();
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
