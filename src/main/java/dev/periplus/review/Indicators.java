package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.answer.Metadata;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import dev.periplus.review.Indicator.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares flows with lists of indicators: their addresses, and names, fingerprints and hashes of files in their metadata. */
public final class Indicators implements FlowTaker {
    private static final int MOST_SEEN = Memory.scaled(10_000);
    private static final int MOST_PLACES = 3;
    private static final int BITS = 128;
    private static final int IPV4_BITS = 32;

    /** Fields of metadata with host names, and with fingerprints. */
    private static final Set<String> NAMES = Set.of(
            "tls.sni",
            "quic.sni",
            "dtls.sni",
            "http.host",
            "http.connect",
            "http2.host",
            "http3.host",
            "dns.query",
            "dns.answered_name",
            "tls.names",
            "dtls.names",
            "quic.names");

    private static final Set<String> JA3 =
            Set.of("tls.ja3", "tls.ja3s", "dtls.ja3", "dtls.ja3s", "quic.ja3", "quic.ja3s");
    private static final String SHA256 = "file.sha256";
    private static final Set<String> JA4 = Set.of("tls.ja4", "dtls.ja4", "quic.ja4");

    private final Map<Kind, Map<String, Indicator>> byValue = new HashMap<>();
    private final Map<Address, Indicator> addresses = new HashMap<>();

    /** Networks by the bits of their prefix, the longest first, then by their first address. */
    private final Map<Integer, Map<Address, Indicator>> networks = new TreeMap<>((a, b) -> Integer.compare(b, a));

    private final Map<Indicator, Seen> seen = new LinkedHashMap<>();
    private final Quota clients = new Quota(Memory.scaled(100_000));
    private long left;

    /**
     * Reads lists of indicators.
     *
     * @param files paths
     * @throws IOException if one cannot be read or holds no indicators
     */
    public static Indicators of(List<String> files) throws IOException {
        Indicators indicators = new Indicators();
        for (String file : files) {
            indicators.read(Path.of(file));
        }
        return indicators;
    }

    /** The flows that an indicator was seen in, and the first places. */
    private record Seen(LabelUse use, List<String> places) {}

    /**
     * Reads a list.
     *
     * @throws IOException if it cannot be read or holds nothing to compare with
     */
    public void read(Path list) throws IOException {
        for (Indicator one : IndicatorFile.read(list)) {
            switch (one.kind()) {
                case ADDRESS -> {
                    Address address = Address.parse(one.value());
                    if (address != null) {
                        addresses.putIfAbsent(address, one);
                    }
                }
                case NETWORK -> network(one);
                default ->
                    byValue.computeIfAbsent(one.kind(), key -> new HashMap<>()).putIfAbsent(one.value(), one);
            }
        }
    }

    private void network(Indicator one) {
        int slash = one.value().indexOf('/');
        Address address = Address.parse(one.value().substring(0, slash));
        int bits = Integer.parseInt(one.value().substring(slash + 1));
        if (address != null && bits <= (address.isIpv4() ? IPV4_BITS : BITS)) {
            int prefix = address.isIpv4() ? BITS - IPV4_BITS + bits : bits;
            networks.computeIfAbsent(prefix, key -> new HashMap<>()).putIfAbsent(masked(address, prefix), one);
        }
    }

    private static Address masked(Address address, int prefix) {
        long high = prefix >= Long.SIZE ? -1 : prefix == 0 ? 0 : -1L << Long.SIZE - prefix;
        int rest = prefix - Long.SIZE;
        long low = rest <= 0 ? 0 : -1L << Long.SIZE - rest;
        return new Address(address.high() & high, address.low() & low);
    }

    /** Flows with further indicators than are followed. */
    public long left() {
        return left;
    }

    @Override
    public void flow(FlowRecord record) {
        Map<Indicator, String> here = new LinkedHashMap<>();
        Flow flow = record.flow();
        for (int side = 0; side < 2; side++) {
            String place = side == flow.serverSide() ? "address of the server" : "address of the client";
            note(here, of(flow.host(side)), place);
        }
        Metadata metadata = record.metadata();
        for (int i = 0; i < metadata.size(); i++) {
            String field = metadata.group(i) + "." + metadata.key(i);
            note(here, of(field, metadata.value(i).toLowerCase(Locale.ROOT)), field + " " + metadata.value(i));
        }
        here.forEach((one, places) -> add(one, record, places));
    }

    private static void note(Map<Indicator, String> here, @Nullable Indicator one, String place) {
        if (one != null) {
            here.merge(one, place, (first, next) -> first.contains(next) ? first : first + ", " + next);
        }
    }

    private @Nullable Indicator of(Address host) {
        Indicator one = addresses.get(host);
        if (one == null) {
            for (Map.Entry<Integer, Map<Address, Indicator>> prefix : networks.entrySet()) {
                one = one == null ? prefix.getValue().get(masked(host, prefix.getKey())) : one;
            }
        }
        return one;
    }

    private @Nullable Indicator of(String field, String value) {
        if (NAMES.contains(field)) {
            String name = value.replaceFirst(":\\d{1,5}$", "").replaceFirst("\\.$", "");
            Indicator one = of(Kind.NAME, name);
            for (int dot = name.indexOf('.'); one == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
                one = of(Kind.DOMAIN, name.substring(dot + 1));
            }
            return one;
        }
        if (field.equals(SHA256)) {
            return of(Kind.SHA256, value);
        }
        return JA3.contains(field) ? of(Kind.JA3, value) : JA4.contains(field) ? of(Kind.JA4, value) : null;
    }

    private @Nullable Indicator of(Kind kind, String value) {
        Map<String, Indicator> values = byValue.get(kind);
        return values == null ? null : values.get(value);
    }

    private void add(Indicator one, FlowRecord record, String place) {
        Seen here = seen.get(one);
        if (here == null && seen.size() == MOST_SEEN) {
            left++;
            return;
        }
        if (here == null) {
            here = new Seen(new LabelUse(record, clients), new ArrayList<>(1));
            seen.put(one, here);
        }
        here.use.add(record);
        if (here.places.size() < MOST_PLACES) {
            here.places.add(place + ": " + record.capture() + ", from packet "
                    + record.flow().firstPacket());
        }
    }

    /** Returns a finding for each indicator that was seen, in the order in which they were. */
    public List<Finding> findings(FindingRules rules) {
        FindingRule rule = rules.rule(FindingRule.When.INDICATOR);
        List<Finding> findings = new ArrayList<>();
        if (rule != null) {
            seen.forEach((one, here) -> {
                List<String> facts = new ArrayList<>();
                facts.add("named by " + one.source() + (one.note().isEmpty() ? "" : ": " + one.note()));
                facts.addAll(here.places);
                findings.add(new FindingDraft(rule, null)
                        .add(here.use.example().flow().server(), here.use, facts)
                        .names(one.value())
                        .finding(""));
            });
        }
        return findings;
    }
}
