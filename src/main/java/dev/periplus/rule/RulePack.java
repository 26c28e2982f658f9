package dev.periplus.rule;

import dev.periplus.rulefile.HashedNames;
import dev.periplus.rulefile.PackWriter;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes the packaged rules as one resource, checked at build time, so that nothing is parsed at startup: tables of
 * names and indexes as {@link PackedRules} uses them, and protocols, signatures and services by the offset of each, which
 * it reads on first use. Examples are left out.
 */
public final class RulePack {
    private final RuleSet rules;
    private final List<Protocol> protocols;
    private final List<Service> services;
    private final List<Signature> signatures = new ArrayList<>();
    private final PackWriter out = new PackWriter();

    private RulePack(RuleSet rules) {
        this.rules = rules;
        protocols = List.copyOf(rules.protocols());
        services = List.copyOf(rules.services().all());
        protocols.forEach(protocol -> signatures.addAll(protocol.signatures()));
    }

    /** Writes rules to a pack; called by the build. */
    public static void write(RuleSet rules, Path pack) throws IOException {
        RulePack writing = new RulePack(rules);
        writing.write();
        writing.out.to(pack);
    }

    private void write() throws IOException {
        out.text(rules.digest());
        out.names(names(protocols, protocol -> List.of(protocol.id())));
        out.names(names(protocols, Protocol::alpn));
        out.names(names(services, Service::names));
        out.names(names(services, Service::suffixes));
        out.names(names(services, Service::certificates));
        out.names(names(services, Service::firstLabels));
        out.names(names(services, Service::tokens));
        payloadIdentifiers();
        heads();
        out.things(protocols, Protocol::writeHead);
        out.things(signatures, Signature::write);
        out.things(services, Service::write);
        indexes();
    }

    private static <T> HashedNames.Builder names(List<T> things, Function<T, List<String>> names) {
        HashedNames.Builder builder = new HashedNames.Builder();
        for (int i = 0; i < things.size(); i++) {
            for (String name : names.apply(things.get(i))) {
                builder.add(name, i);
            }
        }
        return builder;
    }

    private void payloadIdentifiers() throws IOException {
        Map<Integer, Integer> sorted = new TreeMap<>();
        for (int i = 0; i < protocols.size(); i++) {
            for (int identifier : protocols.get(i).payloadIdentifiers()) {
                sorted.putIfAbsent(identifier, i);
            }
        }
        out.integers(sorted.keySet());
        out.integers(sorted.values());
    }

    /** The number of the first signature of each protocol, and the protocols that signatures over datagrams refine. */
    private void heads() throws IOException {
        List<Integer> firsts = new ArrayList<>();
        List<Integer> refined = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < protocols.size(); i++) {
            Protocol protocol = protocols.get(i);
            firsts.add(first);
            first += protocol.signatures().size();
            if (rules.refinedByDatagrams(protocol.id())) {
                refined.add(i);
            }
        }
        firsts.add(first);
        out.integers(firsts);
        out.integers(refined);
    }

    private void indexes() throws IOException {
        Set<Integer> transports = new TreeSet<>();
        signatures.forEach(signature -> transports.addAll(signature.transports()));
        out.integers(transports);
        out.things(transports, this::index);
    }

    private void index(int transport, DataOutput to) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < signatures.size(); i++) {
            if (signatures.get(i).transports().contains(transport)) {
                numbers.add(i);
            }
        }
        PackWriter.integers(to, numbers);
        rules.index(transport).write(to);
    }
}
