package dev.periplus.correlate;

import dev.periplus.answer.Metadata;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.InspectionState;
import dev.periplus.classify.PackedResults;
import dev.periplus.flow.DamagedStateException;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes flows that are due as bytes, and decodes them. Only the version that wrote the bytes can read them. */
final class DueCodec {
    private static final int NAMES = 1;
    private static final int REFUSED = 2;
    private static final int ADDED = 4;
    private static final int SCANS = 8;
    private static final int ALL = NAMES | REFUSED | ADDED | SCANS;

    private DueCodec() {}

    /** Writes a flow that is due, before {@link DueRecord#result} is asked for. */
    static void write(DueRecord due, PackedResults.Writer results, DataOutput out) throws IOException {
        List<String> names = due.names();
        String refusal = due.refusal();
        out.writeLong(due.number);
        out.writeByte((names.isEmpty() ? 0 : NAMES)
                | (refusal == null ? 0 : REFUSED)
                | (due.added.isEmpty() ? 0 : ADDED)
                | (due.scanTargets == 0 ? 0 : SCANS));
        FlowCodec.write(due.flow, out);
        results.write(due.found(), out);
        if (!names.isEmpty()) {
            out.writeByte(names.size());
            for (String name : names) {
                out.writeUTF(name);
            }
        }
        if (refusal != null) {
            out.writeUTF(refusal);
        }
        if (!due.added.isEmpty()) {
            results.write(new InspectionResult(due.added, null, Metadata.NONE, false, false, null, null), out);
        }
        if (due.scanTargets != 0) {
            out.writeInt(due.scanTargets);
        }
    }

    /**
     * Reads a flow that is due.
     *
     * @param captures number of captures of the input
     * @throws DamagedStateException if no flow can have these values
     */
    static DueRecord read(DataInput in, PackedResults.Reader results, int captures) throws IOException {
        long number = in.readLong();
        int flags = in.readUnsignedByte();
        require(number > 0 && flags <= ALL);
        Flow flow = FlowCodec.read(in, 0);
        Flow first = flow.continued();
        require(flow.capture() < captures && (first == null || first.capture() < captures));
        InspectionState found = results.read(in);
        List<String> names = (flags & NAMES) == 0 ? List.of() : names(in);
        @Nullable String refusal = (flags & REFUSED) == 0 ? null : in.readUTF();
        InspectionResult added =
                (flags & ADDED) == 0 ? InspectionResult.NONE : results.read(in).result();
        int scanTargets = (flags & SCANS) == 0 ? 0 : in.readInt();
        require(scanTargets >= 0);
        return new DueRecord(number, flow, found, names, refusal, added.evidence(), scanTargets);
    }

    private static List<String> names(DataInput in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            names.add(in.readUTF());
        }
        return names;
    }

    private static void require(boolean possible) throws DamagedStateException {
        if (!possible) {
            throw new DamagedStateException("a flow that is due has impossible values");
        }
    }
}
