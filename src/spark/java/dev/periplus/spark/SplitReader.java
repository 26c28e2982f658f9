package dev.periplus.spark;

import dev.periplus.capture.PacketStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the packets of a split that were there at the first reading. If fewer are there now, because the file has changed
 * or cannot be read any more, the task fails and Spark tries again; the last attempt goes on with what there is, and
 * counts the file.
 */
final class SplitReader {
    private static final Logger LOG = LoggerFactory.getLogger(SplitReader.class);
    private static final String MOST_FAILURES = "spark.task.maxFailures";
    private static final int USUAL_FAILURES = 4;
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[[^,]*?(?:, *(\\d{1,9}))?])?");

    private final Split split;
    private final Metrics metrics;
    private @Nullable PacketStream packets;
    private long number;

    SplitReader(Split split, Configuration hadoop, Metrics metrics) {
        this.split = split;
        this.metrics = metrics;
        try {
            packets = SplitScan.open(split, split.from(), hadoop);
        } catch (IOException e) {
            missing(e);
        }
    }

    /** Moves to the next packet; at the end, closes the file and returns false. */
    boolean next() {
        PacketStream from = packets;
        if (from == null) {
            return false;
        }
        if (from.number() < split.records() && from.position() < split.to() && from.next()) {
            number = from.number();
            return true;
        }
        number = from.number();
        from.close();
        packets = null;
        if (number < split.records()) {
            missing(new IOException("fewer packets than at first"));
        }
        return false;
    }

    private void missing(IOException why) {
        TaskContext task = TaskContext.get();
        if (task != null && task.attemptNumber() + 1 < attempts(SparkEnv.get().conf())) {
            throw new UncheckedIOException(why);
        }
        LOG.warn("{} has changed while it was read: {}", split.path(), why.getMessage());
        metrics.changed(split.path());
    }

    /** How often Spark tries a task; on one machine the master says it: {@code local[2,4]}. */
    private static int attempts(SparkConf conf) {
        Matcher local = LOCAL.matcher(conf.get("spark.master", ""));
        if (!local.matches()) {
            return conf.getInt(MOST_FAILURES, USUAL_FAILURES);
        }
        return local.group(1) == null ? 1 : Integer.parseInt(local.group(1));
    }

    /** The stream, at the current packet. */
    PacketStream stream() {
        PacketStream from = packets;
        if (from == null) {
            throw new IllegalStateException("no packet");
        }
        return from;
    }

    /** Time of the current packet by the right clock, nanoseconds since the epoch. */
    long time() {
        return split.sensor().corrected(stream().time());
    }

    /** Number of records read so far. */
    long number() {
        return number;
    }
}
