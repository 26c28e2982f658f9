package dev.periplus.answer;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the hosts of a run.
 *
 * <p>How it works. A fact is kept where it was first said; said again by a more reliable host, it takes that grade. Of a
 * kind, a host has at most {@value #MOST_OF_A_KIND} values; a more reliable one then takes the place of the least
 * reliable. Facts about a station are shown with the addresses that have its MAC address.
 */
public final class HostFacts {
    public static final HostFacts NONE = new HostFacts(index -> "");

    private static final int MOST_OF_A_KIND = 8;
    private static final int MOST_HOSTS = Memory.scaled(50_000);

    private final IntFunction<String> captureName;
    private final Map<Address, List<HostFact>> byHost = new LinkedHashMap<>();

    /** Hosts that have too many facts of a kind: a bit for each kind. */
    private final Map<Address, Integer> full = new HashMap<>();

    private Places places = Places.NONE;
    private long left;
    private boolean ofAllFlows = true;

    /** Addresses by MAC address and by name in lower case; made when first asked for. */
    private @Nullable Map<String, Set<Address>> stations;

    private Map<String, Set<Address>> names = Map.of();

    /** @param captureName path of a capture by its index */
    public HostFacts(IntFunction<String> captureName) {
        this.captureName = captureName;
    }

    /** Returns what is known from two runs. */
    public static HostFacts of(HostFacts one, HostFacts other) {
        if (one.byHost.isEmpty() && one.places == Places.NONE) {
            return other;
        }
        List<String> paths = new ArrayList<>();
        Map<String, Integer> indices = new HashMap<>();
        HostFacts both = new HostFacts(paths::get);
        both.places = one.places == Places.NONE ? other.places : one.places;
        both.ofAllFlows = one.ofAllFlows && other.ofAllFlows;
        for (HostFacts known : List.of(one, other)) {
            both.left += known.left();
            for (List<HostFact> facts : known.byHost.values()) {
                for (HostFact fact : facts) {
                    String path = known.capture(fact);
                    int index = indices.computeIfAbsent(path, key -> paths.size());
                    if (index == paths.size()) {
                        paths.add(path);
                    }
                    both.add(fact.in(index));
                }
            }
        }
        return both;
    }

    /**
     * Adds a fact and what follows from it. Facts must come in an order that does not depend on the number of threads.
     *
     * @return whether it was new, or more reliable than what was known
     */
    public boolean add(HostFact fact) {
        Address host = fact.host();
        if (fact.value().isEmpty() || host.isAny() || Address.isMulticast(host.high(), host.low())) {
            return false;
        }
        List<HostFact> facts = byHost.get(host);
        if (facts == null) {
            if (byHost.size() == MOST_HOSTS) {
                left++;
                return false;
            }
            facts = new ArrayList<>(2);
            byHost.put(host, facts);
        }
        stations = null;
        boolean isKept = add(fact, facts);
        HostFact system = Systems.of(fact);
        return system == null ? isKept : add(system, facts) | isKept;
    }

    private boolean add(HostFact fact, List<HostFact> facts) {
        int ofKind = 0;
        int worst = -1;
        for (int i = 0; i < facts.size(); i++) {
            HostFact known = facts.get(i);
            if (known.says(fact)) {
                boolean isBetter = fact.grade().compareTo(known.grade()) < 0;
                if (isBetter) {
                    facts.set(i, fact);
                }
                return isBetter;
            }
            ofKind += known.kind() == fact.kind() ? 1 : 0;
            boolean lesser = known.kind() == fact.kind() && known.grade().compareTo(fact.grade()) > 0;
            worst = lesser
                            && (worst < 0
                                    || known.grade().compareTo(facts.get(worst).grade()) >= 0)
                    ? i
                    : worst;
        }
        if (ofKind < MOST_OF_A_KIND) {
            return facts.add(fact);
        }
        full.merge(fact.host(), 1 << fact.kind().ordinal(), (a, b) -> a | b);
        if (worst >= 0) {
            facts.set(worst, fact);
        }
        return worst >= 0;
    }

    /** What was left out: kinds of which a host has too many facts, and facts about further hosts than fit. */
    public long left() {
        return left + full.values().stream().mapToInt(Integer::bitCount).sum();
    }

    /** The hosts with facts, in the order in which they were first heard of; addresses of stations that no address has. */
    public List<Address> hosts() {
        List<Address> hosts = new ArrayList<>();
        Map<String, Set<Address>> known = stations();
        for (Address host : byHost.keySet()) {
            if (!host.isStation() || !known.containsKey(host.toString())) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    /** What is known of an address, by kind, then by grade, then by time; with what its station says of itself. */
    public List<HostFact> of(Address host) {
        List<HostFact> own = byHost.getOrDefault(host, List.of());
        List<HostFact> all = new ArrayList<>(own);
        for (HostFact fact : own) {
            Address station = fact.kind() == Kind.MAC ? Address.parse(fact.value()) : null;
            if (station != null && !station.equals(host)) {
                for (HostFact of : byHost.getOrDefault(station, List.of())) {
                    add(of.about(host), all);
                }
            }
        }
        all.sort(HostFacts::inOrder);
        return all;
    }

    private static int inOrder(HostFact one, HostFact other) {
        int order = one.kind().compareTo(other.kind());
        order = order == 0 ? one.grade().compareTo(other.grade()) : order;
        order = order == 0 ? Long.compare(one.time(), other.time()) : order;
        return order == 0 ? one.value().compareTo(other.value()) : order;
    }

    /** The values of a kind, the most reliable first. */
    public List<String> values(Address host, Kind kind) {
        return of(host).stream()
                .filter(fact -> fact.kind() == kind)
                .map(HostFact::value)
                .distinct()
                .toList();
    }

    /** The most reliable name of a host, or null. */
    public @Nullable String name(Address host) {
        List<String> names = values(host, Kind.NAME);
        return names.isEmpty() ? null : names.get(0);
    }

    /** The hosts that have a name, without regard to case and, if the name has no dot, to a domain. */
    public List<Address> named(String name) {
        List<Address> found = new ArrayList<>();
        for (Address host : hosts()) {
            if (values(host, Kind.NAME).stream().anyMatch(known -> isNamed(known, name))) {
                found.add(host);
            }
        }
        return found;
    }

    private static boolean isNamed(String known, String name) {
        return known.equalsIgnoreCase(name)
                || name.indexOf('.') < 0
                        && known.length() > name.length()
                        && known.charAt(name.length()) == '.'
                        && known.regionMatches(true, 0, name, 0, name.length());
    }

    /** Notes where addresses are. */
    public HostFacts with(Places known) {
        places = known;
        return this;
    }

    /** Where a host is, or null if nothing is known. */
    public @Nullable Place place(Address host) {
        return places.of(host);
    }

    /** Notes that a condition left out flows, and with them the hosts that the reader did not ask for. */
    public void ofSomeFlows() {
        ofAllFlows = false;
    }

    /** Whether readers may list hosts without flows. */
    public boolean isOfAllFlows() {
        return ofAllFlows;
    }

    /** Path of the capture that a fact rests on. */
    public String capture(HostFact fact) {
        return captureName.apply(fact.capture());
    }

    /**
     * What does not fit together about a host, a sentence each: several MAC addresses, several hosts with its MAC
     * address, a name that another address said of itself too.
     */
    public List<String> conflicts(Address host) {
        List<String> conflicts = new ArrayList<>();
        List<HostFact> facts = of(host);
        List<String> stated = stated(facts, Kind.MAC);
        if (stated.size() > 1 && !host.isStation()) {
            conflicts.add(stated.size() + " MAC addresses: " + String.join(", ", stated));
        }
        for (String mac : stated) {
            others(stations().getOrDefault(mac, Set.of()), host, conflicts, "MAC address " + mac);
        }
        for (HostFact fact : facts) {
            if (isOwnName(fact)) {
                others(named().getOrDefault(folded(fact.value()), Set.of()), host, conflicts, "name " + fact.value());
            }
        }
        return conflicts;
    }

    /** Whether a host says that this is its name. A certificate may well be that of many hosts, as on the Internet. */
    private static boolean isOwnName(HostFact fact) {
        return fact.kind() == Kind.NAME
                && fact.grade() == Grade.ITSELF
                && fact.host().isPrivate()
                && !fact.host().isStation()
                && !fact.source().endsWith("certificate");
    }

    private static List<String> stated(List<HostFact> facts, Kind kind) {
        return facts.stream()
                .filter(fact -> fact.kind() == kind && fact.grade() == Grade.ITSELF)
                .map(HostFact::value)
                .distinct()
                .toList();
    }

    /** One host may well have an IPv4 address and several IPv6 addresses; two IPv4 addresses are told. */
    private static void others(Collection<Address> having, Address host, List<String> into, String what) {
        List<String> others = having.stream()
                .filter(other -> !other.equals(host) && other.isIpv4() && host.isIpv4())
                .sorted()
                .limit(MOST_OF_A_KIND)
                .map(Address::toString)
                .toList();
        if (!others.isEmpty()) {
            into.add(what + " is also that of " + String.join(", ", others));
        }
    }

    private Map<String, Set<Address>> named() {
        stations();
        return names;
    }

    /** Addresses by the MAC address that they say they have. */
    private Map<String, Set<Address>> stations() {
        Map<String, Set<Address>> known = stations;
        if (known == null) {
            known = new HashMap<>();
            Map<String, Set<Address>> byName = new HashMap<>();
            for (List<HostFact> facts : byHost.values()) {
                for (HostFact fact : facts) {
                    if (fact.kind() == Kind.MAC && !fact.host().isStation()) {
                        known.computeIfAbsent(fact.value(), key -> new LinkedHashSet<>())
                                .add(fact.host());
                    } else if (isOwnName(fact)) {
                        byName.computeIfAbsent(folded(fact.value()), key -> new LinkedHashSet<>())
                                .add(fact.host());
                    }
                }
            }
            stations = known;
            names = byName;
        }
        return known;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
