package dev.periplus.classify;

import dev.periplus.answer.Verdict;
import dev.periplus.decode.PacketHandler;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.detect.Detectors;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowSettings;
import dev.periplus.flow.FlowTable;
import dev.periplus.rule.RuleSet;
import dev.periplus.transfer.Transfers;
import java.util.ArrayList;
import java.util.List;

/** Runs flows from packets to verdicts, with all detectors and without correlation. */
public final class ClassifierFixture {
    private final List<Flow> ended = new ArrayList<>();
    private final Classifiers classifiers;
    private final FlowTable table;
    private final Verdicts verdicts;

    /** A flow, the verdict on it and the result of its inspection. */
    public record Heard(Flow flow, Verdict verdict, InspectionResult result) {}

    public ClassifierFixture(RuleSet rules) {
        this(rules, new SecretStore());
    }

    /** @param keys open what is encrypted */
    public ClassifierFixture(RuleSet rules, SecretStore keys) {
        classifiers = new Classifiers(
                rules,
                Detectors.all(),
                Detectors.handovers(false, keys),
                Detectors.announcers(),
                new InspectionStore(1 << 20),
                64,
                announcement -> {},
                ended::add,
                true,
                new Transfers());
        table = new FlowTable(FlowSettings.DEFAULT, classifiers);
        verdicts = new Verdicts(new Weighing(rules));
    }

    /** Receives packets; their flows stay open until {@link #end}. */
    public PacketHandler packets() {
        return table;
    }

    /** Ends all flows; returns how many have ended since the last call. */
    public int end() {
        table.endAll();
        int flows = ended.size();
        ended.clear();
        return flows;
    }

    /** Classifies a conversation that makes one flow. */
    public Heard hear(Conversation conversation, int clientPort, int serverPort) {
        ended.clear();
        conversation.on(clientPort, serverPort, table);
        table.endAll();
        if (ended.size() != 1 || classifiers.failures() > 0) {
            throw new AssertionError(ended.size() + " flows, " + classifiers.failures() + " failures of detectors");
        }
        Flow flow = ended.get(0);
        InspectionResult result = InspectionState.of(flow).result();
        return new Heard(flow, verdicts.settle(flow, result, result.evidence()), result);
    }
}
