package dev.periplus.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read of a split.
 *
 * @param records those passed over included
 * @param skipped records passed over because they are too long
 * @param bytes captured bytes of the packets
 * @param wire bytes of the packets on the wire
 * @param linkTypes LINKTYPE numbers, in the order first seen
 */
record SplitCount(long records, long skipped, long bytes, long wire, List<Integer> linkTypes) implements Serializable {
    static final SplitCount NONE = new SplitCount(0, 0, 0, 0, List.of());

    /** Sum with what follows. */
    SplitCount plus(SplitCount later) {
        List<Integer> all = new ArrayList<>(linkTypes);
        later.linkTypes.stream().filter(type -> !all.contains(type)).forEach(all::add);
        return new SplitCount(
                records + later.records,
                skipped + later.skipped,
                bytes + later.bytes,
                wire + later.wire,
                List.copyOf(all));
    }
}
