package dev.periplus.report;

import dev.periplus.answer.Counters;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import java.util.List;

/**
 * Hands every event to several sinks, in list order.
 *
 * @param sinks the caller may add sinks until the first record arrives
 */
public record FanOut(List<FlowSink> sinks) implements FlowSink {
    @Override
    public void flow(FlowRecord record) {
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).flow(record);
        }
    }

    @Override
    public void goesOn(FlowRecord record) {
        for (FlowSink sink : sinks) {
            sink.goesOn(record);
        }
    }

    @Override
    public void hosts(HostFacts known) {
        sinks.forEach(sink -> sink.hosts(known));
    }

    @Override
    public void finding(Finding finding) {
        for (FlowSink sink : sinks) {
            sink.finding(finding);
        }
    }

    @Override
    public void flush() {
        sinks.forEach(FlowSink::flush);
    }

    @Override
    public void settle() {
        sinks.forEach(FlowSink::settle);
    }

    @Override
    public Counters counters() {
        return sinks.stream().map(FlowSink::counters).reduce(Counters.NONE, Counters::plus);
    }

    @Override
    public void status(RunSummary soFar) {
        for (FlowSink sink : sinks) {
            sink.status(soFar);
        }
    }

    @Override
    public void finish(RunSummary run) {
        for (FlowSink sink : sinks) {
            sink.finish(run);
        }
    }
}
