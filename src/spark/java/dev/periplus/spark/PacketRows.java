package dev.periplus.spark;

import dev.periplus.capture.PacketStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A row for each packet of a split. */
final class PacketRows implements Iterator<Row> {
    private final Split split;
    private final String name;
    private final List<String> columns;
    private final SplitReader packets;
    private final Metrics metrics;
    private @Nullable Row coming;
    private boolean isOver;

    PacketRows(Split split, String name, List<String> columns, Configuration hadoop, Metrics metrics) {
        this.split = split;
        this.name = name;
        this.columns = columns;
        this.metrics = metrics;
        packets = new SplitReader(split, hadoop, metrics);
    }

    @Override
    public boolean hasNext() {
        if (coming == null && !isOver) {
            if (packets.next()) {
                PacketStream packet = packets.stream();
                coming = TableRows.row(columns, column -> value(column, packet));
            } else {
                isOver = true;
                metrics.packets(packets.number());
            }
        }
        return coming != null;
    }

    private Object value(String column, PacketStream packet) {
        return switch (column) {
            case "capture" -> name;
            case "packet" -> split.number() + packet.number();
            case "offset" -> packet.position() - packet.behind();
            case "time" -> Values.timestamp(packets.time());
            case "captured" -> packet.captured();
            case "wire" -> packet.wire();
            default -> packet.linkType();
        };
    }

    @Override
    public Row next() {
        Row row = hasNext() ? coming : null;
        if (row == null) {
            throw new NoSuchElementException();
        }
        coming = null;
        return row;
    }
}
