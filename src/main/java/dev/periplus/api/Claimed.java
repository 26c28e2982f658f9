package dev.periplus.api;

import dev.periplus.address.Transport;
import dev.periplus.engine.Knowledge;
import dev.periplus.registry.Claims;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.PortSpec;
import dev.periplus.registry.Registration;
import dev.periplus.rule.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Looks up the claims on ports. */
record Claimed(Knowledge knowledge) {
    private static final int MOST_PORTS = 4096;

    List<Claim> on(String ports) {
        PortSpec spec = PortSpec.parse(ports);
        PortRange range = spec.range();
        if (range.size() > MOST_PORTS) {
            throw new IllegalArgumentException("at most " + MOST_PORTS + " ports at once");
        }
        List<Claim> found = new ArrayList<>();
        for (int port = range.from(); port <= range.to(); port++) {
            for (int transport : Transport.REGISTERED) {
                if (spec.covers(transport, port)) {
                    add(Claims.of(knowledge.registry(), knowledge.knownUsers(), transport, port), found);
                }
            }
        }
        return List.copyOf(found);
    }

    private void add(Claims claims, List<Claim> found) {
        String transport = Transport.name(claims.ipProtocol());
        for (Registration entry : claims.registrations()) {
            if (entry.named() && entry.transport() != Transport.NONE) {
                found.add(new Claim(
                        Claim.Kind.REGISTERED,
                        transport,
                        claims.port(),
                        entry.name(),
                        entry.description(),
                        proofOf(entry),
                        "bytes of another protocol, or another listening process"));
            }
        }
        for (KnownUser user : claims.knownUsers()) {
            found.add(new Claim(
                    Claim.Kind.KNOWN_USER,
                    transport,
                    claims.port(),
                    user.id(),
                    user.name(),
                    user.corroboratedBy(),
                    user.refutedBy()));
        }
    }

    private String proofOf(Registration entry) {
        List<String> known = knowledge.rules().protocols().stream()
                .filter(protocol -> protocol.bearsOut(entry.transport(), entry.name(), entry.description()))
                .map(Protocol::id)
                .toList();
        return known.isEmpty()
                ? "the listening process; no rule knows its bytes"
                : "bytes that match " + String.join(" or ", known);
    }
}
