package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.HostFacts;
import dev.periplus.classify.Announcement;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.classify.HostAnnouncement;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.InspectionState;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.classify.RefusalAnnouncement;
import dev.periplus.flow.Flow;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What flows and announcements of one input have shown so far, and who makes the records. */
final class Input implements Announcement.Taker<RuntimeException>, RecentFlows.Maker {
    final RecordMaking making;
    final Consumer<HostFacts> hosts;
    final HostFacts facts;
    final CorrelationState state;
    final AnnouncedFlows announced;
    final Directions directions;
    final Halves halves;
    final RecentFlows recent;
    final Correlation[] correlations;

    /** When waiting flows were settled last. */
    long settled = Correlator.NEVER;

    /** Flows settled at the end of the input; null until then. */
    @Nullable
    List<Flow> last;

    private final AnsweredNames names = new AnsweredNames();
    private final Refusals refusals = new Refusals();
    private final Scans scans = new Scans();

    /**
     * @param facts receives what is said of hosts
     * @param hosts receives these after the last record
     * @param failures counts what witnesses throw
     */
    Input(
            Settling settling,
            CorrelateSettings settings,
            RecordMaking making,
            HostFacts facts,
            Consumer<HostFacts> hosts,
            List<FlowWitness> witnesses,
            LongAdder failures) {
        this.making = making;
        this.facts = facts.with(settling.places());
        this.hosts = hosts;
        directions = new Directions(settling);
        halves = new Halves(settings.patienceNanos());
        recent = new RecentFlows(settings.patienceNanos(), this);
        state = new CorrelationState(settling.rules());
        announced = new AnnouncedFlows(state);
        Framehawk framehawk = new Framehawk(state, settings);
        Hdx hdx = new Hdx(state);
        correlations = witnesses.isEmpty()
                ? new Correlation[] {framehawk, hdx, scans}
                : new Correlation[] {new Witnesses(state, witnesses, failures), framehawk, hdx, scans};
    }

    @Override
    public void take(FlowAnnouncement flow) {
        announced.observe(flow);
    }

    @Override
    public void take(NameAnnouncement name) {
        names.observe(name);
    }

    @Override
    public void take(RefusalAnnouncement refusal) {
        refusals.observe(refusal);
    }

    @Override
    public void take(HostAnnouncement fact) {
        facts.add(fact.fact());
    }

    /** Settles a flow with all that is known of it; its record is released unless more of the flow may come. */
    void settle(Flow flow, long number) {
        DueRecord due = due(flow, number, InspectionState.of(flow), names.of(flow), refusals.of(flow));
        flow.inspection(null);
        making.settle(due);
        if (!recent.withholds(due)) {
            making.release(due);
        }
    }

    private DueRecord due(
            Flow flow, long number, InspectionState found, List<String> answered, @Nullable String refusal) {
        List<Evidence> added = state.added(flow);
        return new DueRecord(number, flow, found, answered, refusal, added, scans.targetsOf(flow));
    }

    @Override
    public void again(DueRecord due, InspectionResult result) {
        making.drop(due);
        DueRecord whole = due(due.flow, due.number, result, List.of(), null);
        making.settle(whole);
        making.release(whole);
    }

    @Override
    public void release(DueRecord due) {
        making.release(due);
    }

    @Override
    public void await(DueRecord due) {
        making.await(due);
    }
}
