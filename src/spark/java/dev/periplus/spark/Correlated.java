package dev.periplus.spark;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.correlate.PortProof;
import dev.periplus.report.Words;
import dev.periplus.rule.RuleSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * What flows of one sensor tell of unidentified flows of another: the protocol that bytes proved on the same server port.
 *
 * <p>How it works. The conditions are those by which one sensor judges its own flows: a label with at least {@link
 * PortProof#PROVEN}; a flow whose own bytes cannot show it, and none of whose evidence contradicts; one protocol on the port, or
 * one that refines the other. A private address is the same host for all sensors only if they say to be in one network.
 *
 * @param rules where rules are
 * @param isOneNetwork whether private addresses are those of one network
 */
record Correlated(Options rules, boolean isOneNetwork) implements Serializable {
    private static final String[] ENDPOINT = {"server_ip", "server_port", "transport"};

    private static final String PROVES =
            "label IS NOT NULL AND transport IN ('tcp', 'udp') AND basis = 'payload' AND confidence >= "
                    + PortProof.PROVEN;

    /** Columns of the flow, as the row has them. */
    private static final List<String> OF_FLOW =
            List.of("uid", "community_id", "start", "server_ip", "server_port", "transport", "unknown_because");

    private static final String UNPROVEN = "label IS NULL AND transport IN ('tcp', 'udp')"
            + " AND client_payload_bytes + server_payload_bytes > 0"
            + " AND (unknown_because IN ('midstream', 'cut-short') OR unknown_because = 'opaque' AND transport = 'udp'"
            + " OR unknown_because = 'one-sided' AND transport = 'tcp' AND (client_packets = 0 OR server_packets = 0))";

    /** Returns the rows of {@link StreamTables#correlated()} of the flows of a case. */
    Dataset<Row> of(Dataset<Row> flows) {
        Dataset<Row> proofs = flows.filter(PROVES)
                .withColumn("sensor", functions.expr("explode(sensors)"))
                .groupBy("server_ip", "server_port", "transport", "label", "sensor")
                .agg(functions.expr("min(struct(start, uid)) AS first"))
                .selectExpr(
                        "server_ip",
                        "server_port",
                        "transport",
                        "struct(first.start AS start, first.uid AS uid, sensor, label) AS proof")
                .groupBy("server_ip", "server_port", "transport")
                .agg(functions.expr("sort_array(collect_list(proof)) AS proofs"));
        MapPartitionsFunction<Row, Row> judged = this::judged;
        return flows.filter(UNPROVEN)
                .join(proofs, ENDPOINT)
                .mapPartitions(judged, Encoders.row(StreamTables.correlated()));
    }

    private Iterator<Row> judged(Iterator<Row> rows) {
        RuleSet known = rules.settings().rules();
        Iterable<Row> all = () -> rows;
        return StreamSupport.stream(all.spliterator(), false)
                .map(row -> judged(row, known))
                .filter(Objects::nonNull)
                .iterator();
    }

    /** Returns the row of a flow and the proofs on its server port; null if these tell nothing of it. */
    private @Nullable Row judged(Row flow, RuleSet known) {
        Address server = Address.parse(flow.getAs("server_ip"));
        if (server == null || !isOneHost(server)) {
            return null;
        }
        List<Row> proofs = flow.getList(flow.fieldIndex("proofs"));
        String label = proofs.get(0).getAs("label");
        for (Row proof : proofs) {
            label = PortProof.both(label, proof.getAs("label"), known);
            if (label == null) {
                return null;
            }
        }
        List<String> sensors = flow.getList(flow.fieldIndex("sensors"));
        String proven = label;
        Row by = proofs.stream()
                .filter(proof ->
                        proof.getAs("label").equals(proven) && !sensors.contains(proof.<String>getAs("sensor")))
                .findFirst()
                .orElse(null);
        if (by == null || contradicts(flow.getList(flow.fieldIndex("evidence")), proven, known)) {
            return null;
        }
        List<@Nullable Object> row = new ArrayList<>();
        for (String column : OF_FLOW) {
            row.add(flow.getAs(column));
        }
        row.add(sensors.toArray());
        row.add(proven);
        Evidence evidence = PortProof.evidence(proven, by.getAs("uid") + " of sensor " + by.getAs("sensor"));
        row.add(evidence.weight());
        row.add(evidence.says());
        row.add(evidence.rule());
        row.add(by.getAs("sensor"));
        row.add(by.getAs("uid"));
        row.add(by.getAs("start"));
        return RowFactory.create(row.toArray());
    }

    /** Whether an address is that of one host for all sensors: no group, nor one that many hosts have even in one network. */
    private boolean isOneHost(Address address) {
        boolean isLinkLocal =
                address.isIpv4() ? (address.low() >>> Short.SIZE & 0xffff) == 0xa9fe : address.high() >>> 54 == 0x3fa;
        return !Address.isMulticast(address.high(), address.low())
                && (!address.isPrivate() || isOneNetwork && !isLinkLocal && !address.isLoopback());
    }

    private static boolean contradicts(List<Row> evidence, String label, RuleSet known) {
        for (Row piece : evidence) {
            String of = piece.getAs("label");
            Double weight = piece.getAs("weight");
            boolean ofApplication = Words.of(Evidence.Kind.APPLICATION).equals(piece.getAs("kind"));
            if (of != null && weight != null && !ofApplication && PortProof.isAgainst(of, weight, label, known)) {
                return true;
            }
        }
        return false;
    }
}
