package dev.periplus.command;

import dev.periplus.address.Transport;
import dev.periplus.engine.Knowledge;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.PortSpec;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.text.Nearest;
import dev.periplus.text.Printable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads ports as users name them: {@code 3248/udp}, or a service of the registry ({@code ssh}), or a protocol, which
 * stands for the ports of the services that it is registered as, or of its known users.
 */
final class NamedPorts {
    private final PortRegistry registry;
    private final @Nullable RuleSet rules;
    private final @Nullable KnownUsers users;

    /** Only services of the registry have names. */
    NamedPorts(PortRegistry registry) {
        this.registry = registry;
        rules = null;
        users = null;
    }

    NamedPorts(Knowledge knowledge) {
        registry = knowledge.registry();
        rules = knowledge.rules();
        users = knowledge.knownUsers();
    }

    /** Returns at least one port or range. */
    List<PortSpec> of(String text) throws UsageException {
        try {
            return List.of(PortSpec.parse(text));
        } catch (IllegalArgumentException e) {
            if (!text.matches("\\p{Alnum}*\\p{Alpha}[\\p{Alnum}_.-]*")) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
        Set<PortSpec> ports = new LinkedHashSet<>(registry.portsOf(text));
        Protocol protocol = rules == null ? null : rules.protocol(text);
        if (ports.isEmpty() && protocol != null) {
            protocol.registered().forEach(service -> ports.addAll(registry.portsOf(service)));
        }
        KnownUser user = ports.isEmpty() && users != null ? users.byId(text) : null;
        if (user != null) {
            user.transports()
                    .forEach(transport -> user.ports().forEach(range -> ports.add(new PortSpec(transport, range))));
        }
        if (ports.isEmpty() && protocol != null) {
            throw new UsageException(text + " is a protocol that no port is registered for");
        }
        if (ports.isEmpty()) {
            throw new UsageException("'" + Printable.shortened(text) + "' is no port and no registered service"
                    + Nearest.question(Nearest.of(text, known())));
        }
        return together(ports);
    }

    /** Several transports of the same ports are all of them. */
    private static List<PortSpec> together(Set<PortSpec> ports) {
        Map<PortRange, PortSpec> byRange = new LinkedHashMap<>();
        for (PortSpec spec : ports) {
            byRange.merge(spec.range(), spec, (one, other) -> new PortSpec(Transport.NONE, one.range()));
        }
        return List.copyOf(byRange.values());
    }

    private Set<String> known() {
        Set<String> known = new TreeSet<>(registry.services());
        if (rules != null) {
            rules.protocols().forEach(protocol -> known.add(protocol.id()));
        }
        return known;
    }
}
