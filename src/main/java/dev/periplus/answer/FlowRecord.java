package dev.periplus.answer;

import dev.periplus.address.Transport;
import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.Registration;
import dev.periplus.sockets.Owner;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The answer for one flow.
 *
 * @param captureNames paths of captures by index
 * @param number of the flow in the run, from 1, in the order in which flows are settled
 * @param metadata fields that detectors read, with those of what is inside
 * @param inside what it carries after each change of protocol, the outer first
 * @param protocols every protocol recognised in it, in the order in which they lie in one another
 * @param named the service that its host names belong to, or null
 * @param incomplete what the capture did not show of it
 * @param evidence its own and that from other flows
 * @param registered IANA's word on the server's port, or null
 * @param knownUsers others known to use the port
 * @param scanTargets where the client has probed many ports without an answer, how many so far; else 0
 * @param owners the processes behind its sides, where they are known
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

    /** The service inside: what the bytes say, else what the names say; null for neither. */
    public @Nullable String application() {
        String application = verdict.application();
        for (Layer layer : inside) {
            application = application == null ? layer.verdict().application() : application;
        }
        return application == null && named != null ? named.service() : application;
    }

    /** Whether it tells of a service: it has a label, or both sides said something and it is known who serves. */
    public boolean showsService() {
        return Transport.hasPorts(flow.protocol())
                && flow.port(flow.serverSide()) > 0
                && (verdict.label() != null
                        || flow.payload(0) > 0 && flow.payload(1) > 0 && flow.direction() != Flow.Direction.UNKNOWN);
    }
}
