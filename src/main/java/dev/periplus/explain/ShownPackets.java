package dev.periplus.explain;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketText;
import dev.periplus.flow.Flow;
import dev.periplus.report.Why;
import dev.periplus.text.WrappedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The packets behind an explanation: a line for each layer, and the bytes with those of the evidence marked. */
final class ShownPackets {
    private static final int MOST = 4;

    private final WrappedText out;

    /** The flow, where more lies around it than the described layers show. */
    private final List<String> inside;

    /** By capture and number, in the order in which they are printed. */
    private final Map<Place, Packet> packets = new LinkedHashMap<>();

    private int more;

    ShownPackets(WrappedText out, Flow flow) {
        this.out = out;
        String around = Why.around(flow);
        String ends = flow.endpoint(flow.clientSide()) + " → " + flow.server();
        inside = around.isEmpty() ? List.of() : List.of("flow      " + ends + ", " + around);
    }

    private record Place(String capture, long number) {}

    /** What is printed of a packet, and what was read of it. */
    private static final class Packet {
        private final String what;
        private final BitSet marked = new BitSet();
        private List<String> layers = List.of();
        private byte[] bytes = {};

        Packet(String what) {
            this.what = what;
        }
    }

    /** Adds the packets with evidence of a flow. */
    void evidence(FlowRecord record) {
        add(record, record.evidence());
        for (Layer layer : record.inside()) {
            add(record, layer.evidence());
        }
    }

    private void add(FlowRecord record, List<Evidence> evidence) {
        for (Evidence piece : evidence) {
            byte[] bytes = piece.bytes();
            if (piece.packet() > 0) {
                add(
                        record.capture(piece),
                        piece.packet(),
                        "evidence in brackets",
                        piece.offset(),
                        bytes == null ? 0 : bytes.length);
            }
        }
    }

    /**
     * Adds a packet.
     *
     * @param what it is, in a few words
     * @param offset of the bytes to mark, negative for none
     */
    void add(String capture, long number, String what, int offset, int length) {
        Place place = new Place(capture, number);
        if (packets.size() == MOST && !packets.containsKey(place)) {
            more++;
            return;
        }
        Packet packet = packets.computeIfAbsent(place, it -> new Packet(what));
        if (offset >= 0 && length > 0) {
            packet.marked.set(offset, offset + length);
        }
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /** Reads the packets again and prints them. */
    void print() throws FilterException {
        for (String capture :
                packets.keySet().stream().map(Place::capture).distinct().toList()) {
            if (!capture.equals("-")) {
                read(capture);
            }
        }
        packets.forEach(this::print);
        if (more > 0) {
            out.out().println();
            out.print("Evidence in later packets is not shown: " + Amounts.count(more, "piece") + ".", 0);
        }
    }

    private void read(String capture) throws FilterException {
        List<Place> left = new ArrayList<>(packets.keySet());
        left.removeIf(place -> !place.capture.equals(capture));
        try (CaptureSet set = new CaptureSet(List.of(capture), CaptureOptions.everything())) {
            set.read((bytes, offset, captured, wire, time, link, index, at) -> {
                Packet packet = packets.get(new Place(capture, at));
                if (packet != null) {
                    packet.bytes = Arrays.copyOfRange(bytes, offset, offset + captured);
                    packet.layers = PacketText.of(packet.bytes, link);
                    left.remove(new Place(capture, at));
                    if (left.isEmpty()) {
                        set.stop();
                    }
                }
            });
        }
    }

    private void print(Place place, Packet packet) {
        out.out().println();
        out.print("Packet " + place.number + " of " + place.capture + ", " + packet.what + ":", 2);
        if (packet.layers.isEmpty()) {
            boolean pipe = place.capture.equals("-");
            out.out().println(pipe ? "  (standard input cannot be read twice)" : "  (not found again)");
            return;
        }
        packet.layers.forEach(line -> out.print("  " + line, 12));
        inside.forEach(line -> out.print("  " + line, 12));
        out.out().println();
        new HexDump(packet.bytes, packet.marked)
                .lines()
                .forEach(line -> out.out().println("  " + line));
    }
}
