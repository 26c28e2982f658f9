package dev.periplus.review;

import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Quota;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The labels seen on one port of a host. */
final class EndpointUse {
    /** Key of flows without a label. */
    static final String UNIDENTIFIED = "";

    private static final int MOST_LABELS = 32;

    private final Map<String, LabelUse> labels = new LinkedHashMap<>(2);

    private final Quota clients;

    /** @param clients limits the clients kept of all endpoints */
    EndpointUse(Quota clients) {
        this.clients = clients;
    }

    void add(FlowRecord record) {
        String label = record.verdict().label();
        String key = label == null ? UNIDENTIFIED : label;
        LabelUse use = labels.get(key);
        if (use == null && labels.size() == MOST_LABELS) {
            return;
        }
        if (use == null) {
            use = new LabelUse(record, clients);
            labels.put(key, use);
        }
        use.add(record);
    }

    /** Use by label, in the order of first appearance. */
    Map<String, LabelUse> labels() {
        return labels;
    }

    /** Returns all labels except {@link #UNIDENTIFIED}. */
    List<String> known() {
        List<String> known = new ArrayList<>(labels.keySet());
        known.remove(UNIDENTIFIED);
        return known;
    }

    /** Returns the use of a label; throws if it was not seen. */
    LabelUse seen(String label) {
        LabelUse seen = labels.get(label);
        if (seen == null) {
            throw new IllegalArgumentException("label not seen: " + label);
        }
        return seen;
    }
}
