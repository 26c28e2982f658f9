package dev.periplus.rule;

import dev.periplus.address.Transport;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules of which some come from files: all in memory, indexes built on first use. */
final class LoadedRules extends RuleSet {
    private final Map<String, Protocol> protocols;
    private final Services services;
    private final Map<String, String> byAlpn = new HashMap<>();
    private final Map<Integer, String> byPayloadIdentifier = new HashMap<>();
    private final Set<String> refinedByDatagrams = new HashSet<>();
    private final Set<Integer> transports = new HashSet<>();

    LoadedRules(Map<String, Protocol> protocols, Collection<Service> services) {
        this.protocols = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(protocols)));
        this.services = new Services(services);
        for (Protocol protocol : this.protocols.values()) {
            for (String alpn : protocol.alpn()) {
                byAlpn.putIfAbsent(alpn, protocol.id());
            }
            for (int identifier : protocol.payloadIdentifiers()) {
                byPayloadIdentifier.putIfAbsent(identifier, protocol.id());
            }
            for (Signature signature : protocol.signatures()) {
                transports.addAll(signature.transports());
            }
            String outer = protocol.within();
            if (outer != null && ofDatagrams(protocol)) {
                refinedByDatagrams.add(outer);
            }
        }
    }

    private static boolean ofDatagrams(Protocol protocol) {
        for (Signature signature : protocol.signatures()) {
            if (!signature.transports().equals(List.of(Transport.TCP))) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean hasSignatures(int transport) {
        return transports.contains(transport);
    }

    @Override
    RuleIndex indexOf(int transport) {
        List<Signature> signatures = new ArrayList<>();
        for (Protocol protocol : protocols.values()) {
            for (Signature signature : protocol.signatures()) {
                if (signature.transports().contains(transport)) {
                    signatures.add(signature);
                }
            }
        }
        return RuleIndex.of(signatures);
    }

    /** Builds the TCP and UDP indexes on a background thread while the run starts up. */
    @Override
    public void prepare() {
        Thread thread = new Thread(
                () -> {
                    index(Transport.TCP);
                    index(Transport.UDP);
                },
                "rules");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            DataOutputStream out =
                    new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            for (Protocol protocol : protocols()) {
                protocol.write(out);
            }
            for (Service service : services.all()) {
                service.write(out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Services services() {
        return services;
    }

    @Override
    public @Nullable String namedByAlpn(String id) {
        return byAlpn.get(id);
    }

    @Override
    @Nullable
    String ofPayloadIdentifier(int identifier) {
        return byPayloadIdentifier.get(identifier);
    }

    @Override
    public Collection<Protocol> protocols() {
        return protocols.values();
    }

    @Override
    public @Nullable Protocol protocol(String id) {
        return protocols.get(id);
    }

    @Override
    public boolean refinedByDatagrams(String label) {
        return refinedByDatagrams.contains(label);
    }
}
