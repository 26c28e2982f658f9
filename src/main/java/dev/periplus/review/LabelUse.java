package dev.periplus.review;

import dev.periplus.answer.FlowRecord;

/** What was seen of one label on one port of a host. */
final class LabelUse {
    private static final int MOST_CLIENTS = 4096;

    final TrafficTotals volume = new TrafficTotals(new Quota(MOST_CLIENTS));
    private FlowRecord example;

    LabelUse(FlowRecord first) {
        example = first;
    }

    void add(FlowRecord record) {
        volume.add(record.flow());
        if (record.verdict().confidence() > example.verdict().confidence()) {
            example = record;
        }
    }

    /** The flow with the highest confidence. */
    FlowRecord example() {
        return example;
    }
}
