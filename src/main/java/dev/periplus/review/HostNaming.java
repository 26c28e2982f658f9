package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Finding;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Adds to findings whose machines they are about, and where. */
public final class HostNaming {
    private static final int MOST = 3;

    private HostNaming() {}

    /** Returns the finding with a fact for each of its first hosts that has a name or a user. */
    public static Finding named(Finding finding, HostFacts known) {
        Set<Address> hosts = new LinkedHashSet<>();
        finding.services().stream().map(Endpoint::address).limit(MOST).forEach(hosts::add);
        finding.clientAddresses().stream().limit(MOST).forEach(hosts::add);
        List<String> facts = new ArrayList<>(finding.facts());
        for (Address host : hosts) {
            String is = sentence(known, host);
            if (!is.isEmpty()) {
                facts.add(is);
            }
        }
        return facts.size() == finding.facts().size() ? finding : finding.withFacts(facts);
    }

    private static String sentence(HostFacts known, Address host) {
        List<String> parts = new ArrayList<>();
        for (HostFact fact : known.of(host)) {
            boolean first = parts.isEmpty() && fact.kind() == Kind.NAME;
            if (first) {
                parts.add(host + " is " + fact.value() + " (" + fact.grade().words() + ", " + fact.source() + ")");
            } else if (fact.kind() == Kind.USER && parts.size() < MOST) {
                parts.add((parts.isEmpty() ? "user of " + host + ": " : "user ") + fact.value());
            }
        }
        Place place = known.place(host);
        if (place != null) {
            parts.add((parts.isEmpty() ? host + " is in " : "in ") + place.words());
        }
        return String.join("; ", parts);
    }
}
