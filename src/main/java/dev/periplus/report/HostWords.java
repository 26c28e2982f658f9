package dev.periplus.report;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.Place;
import dev.periplus.registry.Makers;
import java.util.ArrayList;
import java.util.List;

/** Words for what is known of a host. */
public final class HostWords {
    private static final int MOST_NAMES = 2;
    private static final int MOST_VALUES = 3;

    private HostWords() {}

    /** Its names, the most reliable first; those beyond the first are counted. */
    public static String names(HostFacts facts, Address host) {
        return some(facts.values(host, Kind.NAME), MOST_NAMES);
    }

    /** What it is: its system or model, MAC address, domain, users, roles. */
    public static String identity(HostFacts facts, Address host) {
        List<String> words = new ArrayList<>();
        List<String> systems = facts.values(host, Kind.SYSTEM);
        add(words, "", systems.isEmpty() ? facts.values(host, Kind.MODEL) : systems);
        add(words, "", facts.values(host, Kind.ROLE));
        add(words, "domain ", facts.values(host, Kind.DOMAIN));
        add(words, "user ", facts.values(host, Kind.USER));
        add(
                words,
                "MAC ",
                facts.values(host, Kind.MAC).stream().map(HostWords::withMaker).toList());
        String maker = Makers.of(host);
        add(words, "made by ", maker == null ? List.of() : List.of(maker));
        Place place = facts.place(host);
        add(words, "", place == null ? List.of() : List.of(place.words()));
        return String.join("; ", words);
    }

    /** A MAC address with its maker: {@code 00:0c:29:67:42:7a (VMware)}. */
    public static String withMaker(String mac) {
        String maker = Makers.of(mac);
        return maker == null ? mac : mac + " (" + maker + ")";
    }

    /** The value of a fact, a MAC address with its maker. */
    public static String value(HostFact fact) {
        return fact.kind() == Kind.MAC ? withMaker(fact.value()) : fact.value();
    }

    private static void add(List<String> words, String before, List<String> values) {
        if (!values.isEmpty()) {
            words.add(before + some(values, MOST_VALUES));
        }
    }

    private static String some(List<String> values, int most) {
        int more = values.size() - most;
        String first = String.join(", ", values.subList(0, Math.min(most, values.size())));
        return more > 0 ? first + " (+" + more + ")" : first;
    }

    /** Where a fact comes from: grade, field, sender, capture, packet and byte. */
    public static String source(HostFacts facts, HostFact fact) {
        boolean itself = fact.grade() == HostFact.Grade.ITSELF;
        String by = itself || fact.by().isAny() ? "" : " of " + fact.by();
        String packet = fact.packet() == 0 ? "" : "; " + facts.capture(fact) + ", packet " + fact.packet();
        return fact.grade().words() + ": " + fact.source() + by + packet
                + (fact.offset() < 0 ? "" : ", byte " + fact.offset());
    }
}
