package dev.periplus.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks count, as accumulators, which Spark's pages show with each stage. A task that runs twice counts twice.
 */
final class Metrics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LongAccumulator packets;
    private final LongAccumulator flows;
    private final LongAccumulator duplicates;
    private final CollectionAccumulator<String> changed;

    /** @param files their problems are counted at once */
    Metrics(SparkContext spark, List<ReadFile> files) {
        packets = spark.longAccumulator("periplus packets read");
        duplicates = spark.longAccumulator("periplus packets that another capture has");
        flows = spark.longAccumulator("periplus flows");
        changed = spark.collectionAccumulator("periplus files changed while they were read");
        LongAccumulator damaged = spark.longAccumulator("periplus files damaged or refused");
        damaged.add(files.stream().filter(ReadFile::isBad).count());
    }

    void packets(long more) {
        packets.add(more);
    }

    void duplicate() {
        duplicates.add(1);
    }

    void flow() {
        flows.add(1);
    }

    /** Counts a file of which less could be read than at first. */
    void changed(String path) {
        changed.add(path);
    }

    /** Paths of the files that have changed while they were read. */
    List<String> changed() {
        return changed.value().stream().distinct().toList();
    }
}
