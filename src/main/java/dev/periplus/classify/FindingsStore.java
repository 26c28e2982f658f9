package dev.periplus.classify;

import dev.periplus.flow.Flow;
import dev.periplus.flow.Inspection;
import org.jspecify.annotations.Nullable;

/**
 * Where findings wait for the end of their flow: as bytes, the first in memory, the rest in a temporary file, so that an
 * open flow costs little memory whatever was found of it. Those of flows that carry one protocol in another are few and
 * stay as they are. For use by one thread at a time; what was taken out may be read by any.
 */
public final class FindingsStore implements AutoCloseable {
    private final FindingsCodec codec = new FindingsCodec();
    private final ByteStore bytes;

    /** @param bytesInMemory before a temporary file is used */
    public FindingsStore(long bytesInMemory) {
        bytes = new ByteStore(bytesInMemory);
    }

    /** Findings that were put away. */
    private record Stored(
            FindingsStore store,
            long place,
            int length,
            String label,
            @Nullable Announcements announcements) implements Inspection {}

    /** What a flow has of findings that were written, with this label. */
    static Inspection kept(FindingsCodec codec, byte[] bytes, String label) {
        return new TakenOut(codec, bytes, label);
    }

    /** Findings that were taken out again. */
    private record TakenOut(FindingsCodec codec, byte[] bytes, String label) implements Inspection {}

    /** Gives what a flow keeps instead of its findings. */
    Inspection put(Findings findings) {
        boolean little = findings.evidence().isEmpty() && findings.metadata().isEmpty();
        if (little || findings.inside() != null) {
            return findings;
        }
        String label = findings.label();
        int length = codec.write(findings);
        long place = bytes.put(codec.bytes(), length);
        return new Stored(this, place, length, label == null ? "" : label, findings.announcements());
    }

    /** Who listens to a flow whose inspection is over, or null. */
    static @Nullable Announcements announcements(@Nullable Inspection kept) {
        if (kept instanceof Stored stored) {
            return stored.announcements;
        }
        return kept instanceof Findings findings ? findings.announcements() : null;
    }

    /** Like {@link #takeOut}, for a report of a flow that goes on. */
    void copyOut(Flow soFar) {
        if (soFar.inspection() instanceof Stored stored) {
            soFar.inspection(new TakenOut(codec, bytes.copy(stored.place, stored.length), stored.label));
        }
    }

    /** From now on the flow itself keeps what was found of it. */
    void takeOut(Flow flow) {
        if (flow.inspection() instanceof Stored stored) {
            flow.inspection(new TakenOut(codec, bytes.take(stored.place, stored.length), stored.label));
        }
    }

    /** What was found of a flow that is over. */
    public static Findings of(Flow flow) {
        Inspection kept = flow.inspection();
        if (kept instanceof Stored stored) {
            ByteStore from = stored.store.bytes;
            return stored.store.codec.read(from.at(stored.place), ByteStore.offset(stored.place), stored.label);
        }
        if (kept instanceof TakenOut takenOut) {
            return takenOut.codec.read(takenOut.bytes, 0, takenOut.label);
        }
        return kept instanceof Findings findings ? findings : Findings.NONE;
    }

    /** The label that the evidence of a flow's own bytes and behaviour carries, "" where it carries none. */
    public static String labelOf(Flow flow) {
        Inspection kept = flow.inspection();
        if (kept instanceof Stored stored) {
            return stored.label;
        }
        if (kept instanceof TakenOut takenOut) {
            return takenOut.label;
        }
        String label = kept instanceof Findings findings ? findings.label() : null;
        return label == null ? "" : label;
    }

    /** How many chunks of bytes there are, in use or free to be used again. */
    int chunks() {
        return bytes.chunks();
    }

    /** Forgets all findings: those of flows that still refer to it must not be asked for any more. */
    public void clear() {
        bytes.clear();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
