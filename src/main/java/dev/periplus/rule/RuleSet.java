package dev.periplus.rule;

import dev.periplus.address.Transport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All rules of a run, indexed. Immutable; shared by all shards. */
public abstract sealed class RuleSet permits LoadedRules, PackedRules {
    /** By IP protocol number, made on first use; most captures need two. */
    private final @Nullable RuleIndex[] indexes = new RuleIndex[256];

    /** The same for the {@link Transport transports} of frames that signatures name. */
    private final Map<Integer, RuleIndex> ofFrames = new ConcurrentHashMap<>();

    private final RuleIndex empty = RuleIndex.none();

    /** Whether a signature is for this transport. */
    abstract boolean hasSignatures(int transport);

    /** Makes the index of a transport. */
    abstract RuleIndex indexOf(int transport);

    /** Returns the index for flows of this {@link Transport}. */
    public final RuleIndex index(int transport) {
        if (Transport.isFrame(transport)) {
            return hasSignatures(transport) ? ofFrames.computeIfAbsent(transport, this::indexOf) : empty;
        }
        RuleIndex index = indexes[transport];
        return index == null ? made(transport) : index;
    }

    private synchronized RuleIndex made(int transport) {
        RuleIndex index = indexes[transport];
        if (index == null) {
            index = hasSignatures(transport) ? indexOf(transport) : empty;
            indexes[transport] = index;
        }
        return index;
    }

    /** Makes what a run needs first while it starts up. */
    public abstract void prepare();

    /** Applications known by host names or certificates. */
    public abstract Services services();

    /** Returns the label with this ALPN id (RFC 7301), or null. */
    public abstract @Nullable String namedByAlpn(String id);

    /**
     * Returns the label with this SCTP payload protocol identifier, or null. RFC 9260 leaves its byte order to the upper
     * layer, and some send that of their processor.
     */
    public final @Nullable String namedByPayloadIdentifier(int identifier) {
        if (identifier == 0) {
            return null;
        }
        String label = ofPayloadIdentifier(identifier);
        return label == null ? ofPayloadIdentifier(Integer.reverseBytes(identifier)) : label;
    }

    abstract @Nullable String ofPayloadIdentifier(int identifier);

    /** All protocols, ordered by id. */
    public abstract Collection<Protocol> protocols();

    /** SHA-256 of all protocols and services, 64 hexadecimal digits; results depend on them. */
    public abstract String digest();

    public abstract @Nullable Protocol protocol(String id);

    /** Signatures of a label; empty if there are none. */
    public final List<Signature> signatures(String id) {
        Protocol protocol = protocol(id);
        return protocol == null ? List.of() : protocol.signatures();
    }

    /** Whether a signature of the label states what servers say over this transport. */
    public final boolean knowsAnswers(String label, int transport) {
        for (Signature signature : signatures(label)) {
            if (signature.from() == Signature.From.SERVER
                    && signature.transports().contains(transport)) {
                return true;
            }
        }
        return false;
    }

    /** Whether signatures over datagrams can find a label that refines this one. */
    public abstract boolean refinedByDatagrams(String label);

    /** Whether the labels are equal or one refines the other. */
    public final boolean related(String a, String b) {
        return a.equals(b) || refines(a, b) || refines(b, a);
    }

    /** Whether {@code label} is within {@code outer}, directly or indirectly. */
    public final boolean refines(String label, String outer) {
        String at = label;
        for (int depth = 0; depth < 8; depth++) {
            Protocol protocol = protocol(at);
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
