package dev.periplus.view;

import dev.periplus.answer.FlowRecord;
import java.util.List;
import java.util.function.Consumer;

/** All views of the same flows. Each flow comes once, after it has ended. */
public record Views(Services services, Ports ports, Hosts hosts, Timeline timeline, Unknowns unknowns)
        implements Consumer<FlowRecord> {
    public Views() {
        this(new Services(), new Ports(), new Hosts(), new Timeline(), new Unknowns());
    }

    @Override
    public void accept(FlowRecord record) {
        List.of(services, ports, hosts, timeline, unknowns).forEach(view -> view.accept(record));
    }
}
