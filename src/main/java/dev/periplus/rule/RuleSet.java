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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All rules of a run, indexed. Immutable; shared by all shards. */
public final class RuleSet {
    private final Map<String, Protocol> protocols;
    private final Services services;
    private final Map<String, String> byAlpn = new HashMap<>();
    private final Map<Integer, String> byPayloadIdentifier = new HashMap<>();
    private final Set<String> refinedByDatagrams = new HashSet<>();

    /** By IP protocol number, built on first use; most captures need two. */
    private final @Nullable RuleIndex[] indexes = new RuleIndex[256];

    /** The same for the {@link Transport transports} of frames that signatures name. */
    private final Map<Integer, RuleIndex> ofFrames = new ConcurrentHashMap<>();

    private final Set<Integer> frames = new HashSet<>();
    private final RuleIndex empty = new RuleIndex(List.of());

    RuleSet(Map<String, Protocol> protocols, Collection<Service> services) {
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
                signature.transports().stream().filter(Transport::isFrame).forEach(frames::add);
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

    private RuleIndex indexOf(int transport) {
        List<Signature> signatures = new ArrayList<>();
        for (Protocol protocol : protocols.values()) {
            for (Signature signature : protocol.signatures()) {
                if (signature.transports().contains(transport)) {
                    signatures.add(signature);
                }
            }
        }
        return new RuleIndex(signatures);
    }

    /** Returns the index for flows of this {@link Transport}. */
    public RuleIndex index(int transport) {
        if (Transport.isFrame(transport)) {
            return frames.contains(transport) ? ofFrames.computeIfAbsent(transport, this::indexOf) : empty;
        }
        RuleIndex index = indexes[transport];
        return index == null ? made(transport) : index;
    }

    private synchronized RuleIndex made(int transport) {
        RuleIndex index = indexes[transport];
        if (index == null) {
            index = indexOf(transport);
            indexes[transport] = index;
        }
        return index;
    }

    /** Builds the TCP and UDP indexes on a background thread while the run starts up. */
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

    /** Applications known by host names or certificates. */
    public Services services() {
        return services;
    }

    /** Returns the label with this ALPN id (RFC 7301), or null. */
    public @Nullable String namedByAlpn(String id) {
        return byAlpn.get(id);
    }

    /**
     * Returns the label with this SCTP payload protocol identifier, or null. RFC 9260 leaves its byte order to the upper
     * layer, and some send that of their processor.
     */
    public @Nullable String namedByPayloadIdentifier(int identifier) {
        if (identifier == 0) {
            return null;
        }
        String label = byPayloadIdentifier.get(identifier);
        return label == null ? byPayloadIdentifier.get(Integer.reverseBytes(identifier)) : label;
    }

    /** All protocols, ordered by id. */
    public Collection<Protocol> protocols() {
        return protocols.values();
    }

    /** SHA-256 of all protocols and services, 64 hexadecimal digits; results depend on them. */
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

    public @Nullable Protocol protocol(String id) {
        return protocols.get(id);
    }

    /** Signatures of a label; empty if there are none. */
    public List<Signature> signatures(String id) {
        Protocol protocol = protocols.get(id);
        return protocol == null ? List.of() : protocol.signatures();
    }

    /** Whether a signature of the label states what servers say over this transport. */
    public boolean knowsAnswers(String label, int transport) {
        for (Signature signature : signatures(label)) {
            if (signature.from() == Signature.From.SERVER
                    && signature.transports().contains(transport)) {
                return true;
            }
        }
        return false;
    }

    /** Whether signatures over datagrams can find a label that refines this one. */
    public boolean refinedByDatagrams(String label) {
        return refinedByDatagrams.contains(label);
    }

    /** Whether the labels are equal or one refines the other. */
    public boolean related(String a, String b) {
        return a.equals(b) || refines(a, b) || refines(b, a);
    }

    /** Whether {@code label} is within {@code outer}, directly or indirectly. */
    public boolean refines(String label, String outer) {
        String at = label;
        for (int depth = 0; depth < 8; depth++) {
            Protocol protocol = protocols.get(at);
            String within = protocol == null ? null : protocol.within();
            if (within == null) {
                return false;
            }
            if (within.equals(outer)) {
                return true;
            }
            at = within;
        }
        return false;
    }
}
