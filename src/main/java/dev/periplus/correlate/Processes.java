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
 * What the processes behind a flow say of its label. A name can be chosen freely, so it weighs little beside bytes.
 *
 * @param owners null where no sockets are known
 */
public record Processes(@Nullable Owners owners, ProcessRules rules) {
    private static final double EXACT = -25;
    private static final double LISTENER_ONLY = -15;

    /** The owners of a flow, as far as they are known. */
    List<Owner> of(Flow flow) {
        return owners == null ? List.of() : owners.of(flow);
    }

    /**
     * Evidence against the label of a flow, of processes that are known to speak something else.
     *
     * @param protocols recognised in the flow, the outermost first
     */
    List<Evidence> against(List<Owner> owning, @Nullable String label, List<String> protocols) {
        List<Evidence> against = new ArrayList<>();
        for (Owner owner : owning) {
            boolean telling = owner.grade() == Grade.EXACT || owner.grade() == Grade.LISTENER_ONLY;
            OwningProcess process = owner.process();
            String name = process == null ? null : process.name();
            ProcessProtocols known =
                    !telling || process == null || name == null ? null : rules.protocolsOf(name, process.services());
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
