package dev.periplus.report.peer;

import dev.periplus.address.Transport;
import dev.periplus.text.NameTable;
import java.util.List;
import java.util.Map;

/** What other tools call the decoders of labels, by {@code decoders.tsv}. */
final class PortDecoders {
    private static final Map<String, List<String>> DECODERS = NameTable.read(PortDecoders.class, "decoders.tsv");

    private PortDecoders() {}

    /** A port of a transport, ordered by number. */
    record Port(int number, int protocol) implements Comparable<Port> {
        @Override
        public int compareTo(Port other) {
            int order = Integer.compare(number, other.number);
            return order == 0 ? Integer.compare(protocol, other.protocol) : order;
        }

        String transport() {
            return Transport.name(protocol);
        }
    }

    /** What a tool calls the decoder of a label; empty if it has none. */
    static String decoder(String label, int column) {
        List<String> row = DECODERS.get(label);
        return row == null ? "" : row.get(column);
    }

    /** A line about a port that has no single decoder; empty if it has one. */
    static String remark(Port port, List<String> labels, String decoder) {
        String where = port.number() + "/" + port.transport();
        if (labels.size() > 1) {
            return "# " + where + " speaks " + String.join(", ", labels);
        }
        return decoder.isEmpty() ? "# " + where + " speaks " + labels.get(0) + ", which this tool cannot be told" : "";
    }
}
