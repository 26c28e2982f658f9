package dev.periplus.classify;

import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.Registration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer for one flow.
 *
 * @param capture path of the capture that holds its first packet
 * @param number of the flow in the run, from 1, in the order of first packets
 * @param evidence its own and that from other flows
 * @param registered IANA's word on the server's port, or null
 * @param knownUsers others known to use the port
 * @param scanTargets where the client probed many ports without an answer, how many; else 0
 */
public record FlowRecord(
        String capture,
        long number,
        Flow flow,
        Findings findings,
        Verdict verdict,
        List<Evidence> evidence,
        @Nullable Registration registered,
        List<KnownUser> knownUsers,
        Standing standing,
        int scanTargets) {}
