package dev.periplus.spark;

import dev.periplus.address.Address;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import dev.periplus.classify.StatedFacts;
import dev.periplus.registry.KnownUser;
import dev.periplus.report.FlowIds;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Makes the rows of {@code findings} and {@code hosts} of the flows of a case, each with its kind. The flows come as the
 * sightings that they were joined from.
 */
final class CaseRows implements Iterator<Tuple2<Integer, Row>> {
    static final int FINDINGS = 0;
    static final int HOSTS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(CaseRows.class);

    private final Iterator<Row> flows;
    private final FindingRows findings;
    private final StatedRecords records;
    private final List<String> hostColumns;
    private final FlowIds ids = new FlowIds();
    private final ArrayDeque<Tuple2<Integer, Row>> ready = new ArrayDeque<>();

    /** Where facts come from; a fact has the index of its source. */
    private final List<Source> sources = new ArrayList<>();

    private final HostFacts facts = new HostFacts(index -> String.valueOf(sources.get(index).capture));
    private long unread;
    private boolean isOver;

    private record Source(
            String[] sensors, String uid, @Nullable String capture) {}

    /**
     * @param flows rows of one column, {@code sightings}
     * @param options where rules are
     * @param today the date at which acceptances are checked
     */
    CaseRows(Iterator<Row> flows, Options options, LocalDate today) {
        this.flows = flows;
        List<String> columns = List.of(Tables.schema(Tables.FINDINGS).fieldNames());
        findings = new FindingRows(columns, options, new CaseFolder(null), today);
        hostColumns = List.of(StreamTables.hosts().fieldNames());
        Map<String, KnownUser> users = new HashMap<>();
        options.settings().knowledge().knownUsers().all().forEach(user -> users.put(user.id(), user));
        records = new StatedRecords(users::get);
    }

    @Override
    public boolean hasNext() {
        while (!isOver && flows.hasNext()) {
            take(flows.next().getList(0));
        }
        if (!isOver) {
            isOver = true;
            if (unread > 0) {
                LOG.warn("{} flows are in no finding, because their records cannot be read", unread);
            }
            findings.hosts(facts, row -> {});
            findings.end(row -> ready.add(new Tuple2<>(FINDINGS, row)));
            for (Address host : facts.hosts()) {
                for (HostFact fact : facts.of(host)) {
                    ready.add(new Tuple2<>(HOSTS, TableRows.row(hostColumns, column -> value(column, host, fact))));
                }
            }
        }
        return !ready.isEmpty();
    }

    private void take(List<Row> sightings) {
        try {
            SeenFlow flow = null;
            for (Row told : sightings) {
                Sighting one = Sighting.of(StreamTables.arrival(told), ids);
                if (flow == null) {
                    flow = new SeenFlow(one);
                } else {
                    flow.add(one);
                }
            }
            if (flow != null) {
                take(flow, flow.record(records));
            }
        } catch (BadRecordException e) {
            unread++; // of tables that an earlier version has written: records are read when they arrive
        }
    }

    private void take(SeenFlow flow, FlowRecord record) {
        findings.flow(record, row -> {});
        int source = sources.size();
        boolean[] isKept = {false};
        sources.add(new Source(flow.sensors(), ids.uidText(record.flow()), record.capture()));
        StatedFacts.of(record, source, fact -> isKept[0] |= facts.add(fact));
        if (!isKept[0]) {
            sources.remove(source);
        }
    }

    private @Nullable Object value(String column, Address host, HostFact fact) {
        Source source = sources.get(fact.capture());
        return switch (column) {
            case "sensors" -> source.sensors;
            case "uid" -> source.uid;
            case "capture" -> source.capture;
            default -> HostRows.value(column, host, facts, fact);
        };
    }

    @Override
    public Tuple2<Integer, Row> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}
