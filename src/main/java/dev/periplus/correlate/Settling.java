package dev.periplus.correlate;

import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Place;
import dev.periplus.answer.Places;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.Completeness;
import dev.periplus.classify.HostNames;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.Layers;
import dev.periplus.classify.Verdicts;
import dev.periplus.classify.Weighing;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Claims;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.Registration;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.sockets.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Settles flows: weighs their evidence and compares the verdict with the registration of the port. For use by one thread.
 */
public final class Settling implements Directions.Homes {
    private static final int PROTOCOLS = 256;
    private static final int PORTS = 0x10000;
    private static final int MOST_HOMES = 4096;

    private static final String TLS = "tls";
    private static final String START_TLS = "start-tls";

    private final RuleSet rules;
    private final PortRegistry registry;
    private final KnownUsers users;
    private final Weighing weighing;
    private final Verdicts verdicts;
    private final Layers layers;
    private final HostNames names;
    private final Processes processes;
    private final Places places;

    /** Whether a protocol bears out a registration of the port; comparing texts takes time. */
    private final Map<Home, Boolean> homes = new BoundedMap<>(MOST_HOMES);

    private record Home(String protocol, int ipProtocol, int port) {}

    /** Claims on transports without ports, by number and what stands for the port. */
    private final Map<Long, Claims> ofLayers = new BoundedMap<>(MOST_HOMES);

    /** By IP protocol number and port, created on first use. */
    private final @Nullable Claims[][] claimed = new Claims[PROTOCOLS][];

    private final ClaimedPorts claimedPorts;

    public Settling(RuleSet rules, PortRegistry registry, KnownUsers knownUsers, Processes processes, Places places) {
        this.rules = rules;
        this.registry = registry;
        users = knownUsers;
        claimedPorts = new ClaimedPorts(registry, knownUsers);
        this.processes = processes;
        this.places = places;
        weighing = new Weighing(rules);
        verdicts = new Verdicts(weighing);
        layers = new Layers(rules, weighing);
        names = new HostNames(rules.services());
    }

    /** Returns the same for another thread. */
    Settling another() {
        return new Settling(rules, registry, users, processes, places);
    }

    private Claims claims(int ipProtocol, int port) {
        if (!Transport.REGISTERED.contains(ipProtocol)) {
            int number = Transport.isOrganisation(ipProtocol) ? port : 0;
            return ofLayers.computeIfAbsent(
                    (long) ipProtocol << Short.SIZE | number, made -> Claims.of(registry, users, ipProtocol, number));
        }
        @Nullable Claims[] byPort = claimed[ipProtocol];
        if (byPort == null) {
            byPort = new Claims[PORTS];
            claimed[ipProtocol] = byPort;
        }
        Claims here = byPort[port];
        if (here == null) {
            here = Claims.of(registry, users, ipProtocol, port);
            byPort[port] = here;
        }
        return here;
    }

    @Override
    public boolean isHome(String label, int ipProtocol, int port) {
        Claims claims = claims(ipProtocol, port);
        for (String nested : weighing.nested(label)) {
            Protocol protocol = rules.protocol(nested);
            if (protocol != null && bearsOut(protocol, claims)) {
                return true;
            }
        }
        for (KnownUser user : claims.knownUsers()) {
            if (label.equals(user.label()) || label.equals(user.id())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isClaimed(int ipProtocol, int port) {
        return claimedPorts.contains(ipProtocol, port);
    }

    private Standing standing(Claims claims, List<String> protocols, boolean midstream) {
        if (claims.registered() == null) {
            return Standing.UNREGISTERED;
        }
        if (protocols.isEmpty()) {
            return Standing.REGISTERED_ONLY;
        }
        for (String label : protocols) {
            Protocol protocol = rules.protocol(label);
            if (protocol != null && bearsOut(protocol, claims)) {
                return Standing.AS_REGISTERED;
            }
        }
        return midstream && protocols.contains(TLS) && beginsTls(claims)
                ? Standing.AS_REGISTERED
                : Standing.NOT_AS_REGISTERED;
    }

    /** Whether the port is registered for a protocol that begins TLS in its stream: its middle shows TLS only. */
    private boolean beginsTls(Claims claims) {
        for (Protocol protocol : rules.protocols()) {
            if (START_TLS.equals(protocol.handsOver()) && bearsOut(protocol, claims)) {
                return true;
            }
        }
        return false;
    }

    private boolean bearsOut(Protocol protocol, Claims claims) {
        Home home = new Home(protocol.id(), claims.ipProtocol(), claims.port());
        Boolean known = homes.get(home);
        if (known == null) {
            known = isBorneOut(protocol, claims);
            homes.put(home, known);
        }
        return known;
    }

    private static boolean isBorneOut(Protocol protocol, Claims claims) {
        for (Registration entry : claims.registrations()) {
            if (entry.named() && protocol.bearsOut(entry.transport(), entry.name(), entry.description())) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing tells which side serves, nor what it is. */
    private static boolean isOpen(Flow flow, Verdict verdict) {
        return flow.direction() == Flow.Direction.UNKNOWN
                && verdict.label() == null
                && Transport.hasPorts(flow.protocol())
                && flow.port(0) != flow.port(1);
    }

    private @Nullable Claims clientClaims(Flow flow) {
        Claims claims = claims(flow.protocol(), flow.port(flow.clientSide()));
        return claims.registered() == null && claims.knownUsers().isEmpty() ? null : claims;
    }

    /** Whether the inspection met a name of a service, or a DNS answer gave one. */
    private static boolean mayBeNamed(InspectionResult result) {
        for (InspectionResult at = result; at != null; at = at.inside()) {
            if (Evidence.any(at.evidence(), Evidence.Kind.APPLICATION)) {
                return true;
            }
        }
        return !result.metadata().values("dns", "answered_name").isEmpty();
    }

    Places places() {
        return places;
    }

    /** Adds where the sides are. */
    private Metadata placed(Flow flow, Metadata metadata) {
        if (places == Places.NONE) {
            return metadata;
        }
        Metadata.Builder all = new Metadata.Builder();
        all.addAll(metadata);
        synchronized (places) {
            place(all, "client_", places.of(flow.host(flow.clientSide())));
            place(all, "server_", places.of(flow.host(flow.serverSide())));
            places.damaged().forEach(file -> all.add("geo", "damaged", file));
        }
        return all.build();
    }

    private static void place(Metadata.Builder into, String side, @Nullable Place place) {
        if (place != null && place.country() != null) {
            into.add("geo", side + "country", place.country());
        }
        if (place != null && place.system() > 0) {
            into.add("geo", side + "as", "AS" + place.system());
        }
        if (place != null && place.organisation() != null) {
            into.add("geo", side + "organisation", place.organisation());
        }
    }

    RuleSet rules() {
        return rules;
    }

    /**
     * Settles a flow and returns its record.
     *
     * @param captureNames paths of captures by index
     * @param found all evidence except from processes
     */
    FlowRecord record(
            IntFunction<String> captureNames,
            long number,
            Flow flow,
            InspectionResult result,
            List<Evidence> found,
            int scanTargets) {
        List<Evidence> evidence = Completeness.weighed(flow, found);
        Verdict verdict = verdicts.settle(flow, result, evidence);
        List<Layer> inside = verdicts.inside(flow, result);
        List<String> protocols = layers.protocols(flow, verdict, evidence, inside, result.metadata());
        List<Owner> owners = processes.of(flow);
        List<Evidence> against = processes.against(owners, verdict.label(), protocols);
        if (!against.isEmpty()) {
            List<Evidence> all = new ArrayList<>(evidence);
            all.addAll(against);
            evidence = List.copyOf(all);
            verdict = verdicts.settle(flow, result, evidence);
            protocols = layers.protocols(flow, verdict, evidence, inside, result.metadata());
        }
        NamedService named = verdict.label() == null || !mayBeNamed(result) ? null : names.serviceOf(result.metadata());
        Naming naming = Naming.of(verdict, evidence, inside, named);
        Claims claims = claims(flow.protocol(), flow.port(flow.serverSide()));
        return new FlowRecord(
                captureNames,
                number,
                flow,
                placed(flow, result.metadata()),
                verdict,
                naming.inside(),
                protocols,
                named,
                Completeness.missing(
                        flow, result, verdict.label() != null && !Evidence.any(evidence, Evidence.Kind.ANNOUNCED)),
                naming.evidence(),
                claims.registered(),
                claims.knownUsers(),
                isOpen(flow, verdict) ? clientClaims(flow) : null,
                standing(claims, protocols, result.midstream()),
                scanTargets,
                owners);
    }
}
