package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.flow.ChosenFlows;
import dev.periplus.flow.PacketMarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Cuts captures down to the packets of a flow that its label needs: first to the shortest beginning of the flow that still gives
 * the label with the same rules, then without packets that it can spare. A label that rests on other flows too keeps all packets.
 */
public final class SmallestCapture {
    /** Packets that are tried one by one. */
    private static final int MOST_SINGLE = 48;

    private final Engine.Settings settings;
    private final Path folder;
    private final List<FlowRecord> flows;
    private final FlowRecord wanted;
    private int packets;
    private boolean yields;

    /**
     * @param flows at least one; the first is the one whose label is wanted
     * @param folder for files that are tried; the caller removes it
     */
    public SmallestCapture(Engine.Settings settings, List<FlowRecord> flows, Path folder) {
        this.settings = settings;
        this.flows = flows;
        wanted = flows.get(0);
        this.folder = folder;
    }

    /** Writes all packets of the flows. */
    public void writeWhole(List<String> captures, Path target) throws IOException, FilterException {
        ChosenFlows chosen = new ChosenFlows();
        flows.forEach(record -> chosen.add(record.flow()));
        PacketMarks marks = new PacketMarks(chosen);
        DecoderSink.read(captures, settings, marks);
        PacketCopy copy = new PacketCopy(captures, marks::has);
        copy.writeTo(target);
        packets = (int) Math.min(Integer.MAX_VALUE - 1, copy.packets());
    }

    /** Writes the capture. */
    public void write(List<String> captures, Path target) throws IOException, FilterException {
        Path whole = folder.resolve("whole.pcapng");
        writeWhole(captures, whole);
        BitSet kept = new BitSet();
        kept.set(1, packets + 1);
        yields = isEnough(whole, kept);
        if (yields) {
            cut(whole, kept);
        }
        copy(whole, kept, target);
        packets = kept.cardinality();
    }

    private void cut(Path whole, BitSet kept) throws IOException, FilterException {
        int enough = packets;
        for (int low = 1; low < enough; ) {
            int middle = (low + enough) >>> 1;
            BitSet shorter = new BitSet();
            shorter.set(1, middle + 1);
            if (isEnough(whole, shorter)) {
                enough = middle;
            } else {
                low = middle + 1;
            }
        }
        kept.clear(enough + 1, packets + 2);
        int tried = 0;
        for (int packet = enough; packet > 0 && tried < MOST_SINGLE; packet--, tried++) {
            kept.clear(packet);
            if (kept.isEmpty() || !isEnough(whole, kept)) {
                kept.set(packet);
            }
        }
    }

    private boolean isEnough(Path whole, BitSet kept) throws IOException, FilterException {
        Path tried = folder.resolve("tried.pcapng");
        copy(whole, kept, tried);
        FlowRecord[] found = new FlowRecord[1];
        try (Engine engine = new Engine(settings)) {
            engine.run(List.of(tried.toString()), record -> {
                if (isSame(record)) {
                    found[0] = record;
                }
            });
        }
        return found[0] != null;
    }

    /** Whether a record has the label, and what is inside, by the same rules. */
    private boolean isSame(FlowRecord record) {
        return Objects.equals(record.verdict().label(), wanted.verdict().label())
                && record.protocols().equals(wanted.protocols())
                && record.flow().clientSide() == wanted.flow().clientSide()
                && rule(record).equals(rule(wanted));
    }

    /** The rule of the strongest evidence. */
    private static String rule(FlowRecord record) {
        return record.evidence().stream()
                .filter(piece -> piece.label().equals(record.verdict().label()))
                .reduce((one, other) -> other.weight() > one.weight() ? other : one)
                .map(piece -> piece.rule())
                .orElse("");
    }

    private static void copy(Path from, BitSet kept, Path to) throws IOException, FilterException {
        new PacketCopy(List.of(from.toString()), (capture, number) -> kept.get((int) number)).writeTo(to);
    }

    /** Packets that were written. */
    public int packets() {
        return packets;
    }

    /** Whether these packets alone give the label. */
    public boolean yieldsLabel() {
        return yields;
    }
}
