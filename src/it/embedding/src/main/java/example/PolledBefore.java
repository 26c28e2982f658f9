package example;

import dev.periplus.api.EndedFlow;
import dev.periplus.api.FlowCorrelation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What else is sent to a port that has answered a poll is likely the house protocol, too. */
public final class PolledBefore implements FlowCorrelation {
    private static final int MOST = 10_000;

    private final Set<String> polled = new HashSet<>();

    @Override
    public String name() {
        return "polled-before";
    }

    @Override
    public List<Hint> ended(EndedFlow flow) {
        String server = flow.traffic().server().address() + " " + flow.traffic().server().port();
        if (flow.label() == null && polled.contains(server)) {
            return List.of(new Hint("house-poll", 30, "this port answered a poll before"));
        }
        if ("house-poll".equals(flow.label()) && polled.size() < MOST) {
            polled.add(server);
        }
        return List.of();
    }
}
