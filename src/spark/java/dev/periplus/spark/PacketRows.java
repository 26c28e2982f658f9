package dev.periplus.spark;

import dev.periplus.capture.PacketStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** A row for each packet of a split. */
final class PacketRows implements Iterator<Row> {
    private final Split split;
    private final String name;
    private final List<String> columns;
    private final PacketStream packets;
    private @Nullable Row coming;
    private boolean isOver;

    PacketRows(Split split, String name, List<String> columns, Configuration hadoop) throws IOException {
        this.split = split;
        this.name = name;
        this.columns = columns;
        packets = SplitScan.open(split, split.from(), hadoop);
    }

    @Override
    public boolean hasNext() {
        if (coming == null && !isOver) {
            if (packets.position() < split.to() && packets.next()) {
                @Nullable Object[] row = new Object[columns.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = value(columns.get(i));
                }
                coming = RowFactory.create(row);
            } else {
                isOver = true;
                packets.close();
            }
        }
        return coming != null;
    }

    private Object value(String column) {
        return switch (column) {
            case "capture" -> name;
            case "packet" -> split.number() + packets.number();
            case "offset" -> packets.position() - packets.behind();
            case "time" -> Values.timestamp(packets.time());
            case "captured" -> packets.captured();
            case "wire" -> packets.wire();
            default -> packets.linkType();
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
