package dev.periplus.answer;

import dev.periplus.address.Transport;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Claims;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.Registration;
import dev.periplus.sockets.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The result for one flow.
 *
 * @param captureNames paths of captures by index
 * @param number of the flow in the run, from 1, in the order of results
 * @param metadata fields that detectors extracted, inner protocols included
 * @param inside what it carries after each change of protocol, outermost first
 * @param protocols every protocol recognised in it, outermost first
 * @param named the service that its host names belong to, or null
 * @param incomplete what the capture lacks of it
 * @param evidence from its own bytes and from other flows
 * @param registered IANA's registration of the server's port, or null
 * @param knownUsers other known users of the port
 * @param clientClaims claims on the client's port if nothing tells which side serves and what it is; else null
 * @param scanTargets ports that the client has probed without an answer so far if it scans, else 0
 * @param owners the processes behind its sides, if known
 */
public record FlowRecord(
        IntFunction<String> captureNames,
        long number,
        Flow flow,
        Metadata metadata,
        Verdict verdict,
        List<Layer> inside,
        List<String> protocols,
        @Nullable NamedService named,
        List<Incomplete> incomplete,
        List<Evidence> evidence,
        @Nullable Registration registered,
        List<KnownUser> knownUsers,
        @Nullable Claims clientClaims,
        Standing standing,
        int scanTargets,
        List<Owner> owners) {

    /** Path of the capture that holds its first packet. */
    public String capture() {
        return captureNames.apply(flow.capture());
    }

    /** Path of the capture that holds the packet on which the evidence rests. */
    public String capture(Evidence piece) {
        return captureNames.apply(piece.capture());
    }

    /** The application inside, from the bytes or else from host names; null if unknown. */
    public @Nullable String application() {
        String application = verdict.application();
        for (int i = 0; i < inside.size() && application == null; i++) {
            application = inside.get(i).verdict().application();
        }
        return application == null && named != null ? named.service() : application;
    }

    /** The evidence that names the application, or null if there is none. */
    public @Nullable Evidence applicationEvidence() {
        Evidence named = applicationEvidence(evidence);
        for (Layer layer : inside) {
            named = named == null ? applicationEvidence(layer.evidence()) : named;
        }
        return named;
    }

    private static @Nullable Evidence applicationEvidence(List<Evidence> pieces) {
        for (Evidence piece : pieces) {
            if (piece.kind() == Evidence.Kind.APPLICATION) {
                return piece;
            }
        }
        return null;
    }

    /** The labels that the client asked for and the server did not answer as, in the order of the evidence. */
    public List<String> asked() {
        List<String> asked = new ArrayList<>(1);
        for (Evidence piece : evidence) {
            if (piece.rule().equals(Evidence.OTHER_SIDE)
                    && !piece.label().equals(verdict.label())
                    && !asked.contains(piece.label())) {
                asked.add(piece.label());
            }
        }
        return asked;
    }

    /** Whether the server answered otherwise than the client asked, and its answer shows nothing. */
    private boolean isRefused() {
        return evidence.stream()
                .anyMatch(piece -> piece.rule().equals(Evidence.OTHER_SIDE)
                        && (verdict.label() == null || piece.label().equals(verdict.label())));
    }

    /**
     * Whether one of its sides can be taken for the server. Of datagrams one can without proof, because there is nothing
     * that opens a flow of them; of a connection from the middle none can.
     */
    public boolean hasServer() {
        return flow.direction() != Flow.Direction.UNKNOWN || flow.protocol() != Transport.TCP;
    }

    /**
     * Whether it counts as a service: it has a label, or both sides sent payload and the server is known. An exchange
     * that was refused or not answered shows none.
     */
    public boolean showsService() {
        boolean placed = Transport.hasPorts(flow.protocol())
                ? flow.port(flow.serverSide()) > 0
                : Transport.isFrame(flow.protocol());
        return placed
                && !incomplete.contains(Incomplete.UNANSWERED)
                && !isRefused()
                && (verdict.label() != null || flow.payload(0) > 0 && flow.payload(1) > 0 && hasServer());
    }
}
