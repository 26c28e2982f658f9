package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.flow.Flow;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.Owners;
import dev.periplus.sockets.OwningProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks the label of a flow against the processes that own its sockets. Anyone can choose a process name, so it weighs
 * little compared with bytes.
 *
 * @param owners null if no sockets are known
 */
public record Processes(@Nullable Owners owners, ProcessRules rules) {
    private static final double EXACT = -25;
    private static final double LISTENER_ONLY = -15;

    /** The known owners of a flow. */
    List<Owner> of(Flow flow) {
        return owners == null ? List.of() : owners.of(flow);
    }

    /**
     * Returns evidence against the label of a flow from processes that are known to speak something else.
     *
     * @param protocols recognised in the flow, outermost first
     */
    List<Evidence> against(List<Owner> owning, @Nullable String label, List<String> protocols) {
        if (owning.isEmpty()) {
            return List.of();
        }
        List<Evidence> against = new ArrayList<>();
        for (Owner owner : owning) {
            boolean conclusive = owner.grade() == Grade.EXACT || owner.grade() == Grade.LISTENER_ONLY;
            OwningProcess process = owner.process();
            String name = process == null ? null : process.name();
            ProcessProtocols known =
                    !conclusive || process == null || name == null ? null : rules.protocolsOf(name, process.services());
            String says = known == null
                    ? null
                    : rules.contradiction(known, Objects.requireNonNull(process).pid(), owner.role(), protocols);
            if (says != null && label != null) {
                double weight = owner.grade() == Grade.EXACT ? EXACT : LISTENER_ONLY;
                against.add(Evidence.of(Kind.CONTRADICTION, label, weight, says, "processes"));
            }
        }
        return against;
    }
}
