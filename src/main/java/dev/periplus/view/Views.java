package dev.periplus.view;

import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;
import java.util.List;
import java.util.function.Consumer;

/** All views of the same flows. Of flows that are reported while they go on, the last report counts. */
public record Views(Services services, Ports ports, Hosts hosts, Timeline timeline, Unknowns unknowns)
        implements Consumer<FlowRecord> {
    public Views() {
        this(new Services(), new Ports(), new Hosts(), new Timeline(), new Unknowns());
    }

    @Override
    public void accept(FlowRecord record) {
        if (record.flow().endReason() != Flow.End.ACTIVE) {
            List.of(services, ports, hosts, timeline, unknowns).forEach(view -> view.accept(record));
        }
    }
}
