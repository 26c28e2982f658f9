package dev.periplus.classify;

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
    record Stored(
            FindingsStore store,
            long place,
            int length,
            @Nullable String label,
            @Nullable Announcements announcements) implements InspectionState {
        @Override
        public Findings findings() {
            return store.codec.read(store.bytes.at(place), ByteStore.offset(place), label);
        }

        @Override
        public TakenOut takenOut() {
            return new TakenOut(store.codec, store.bytes.take(place, length), label);
        }

        @Override
        public TakenOut copiedOut() {
            return new TakenOut(store.codec, store.bytes.copy(place, length), label);
        }
    }

    /** Findings as the codec wrote them. */
    record TakenOut(
            FindingsCodec codec, byte[] bytes, @Nullable String label) implements InspectionState {
        @Override
        public Findings findings() {
            return codec.read(bytes, 0, label);
        }

        @Override
        public @Nullable Announcements announcements() {
            return null;
        }
    }

    /** Gives what a flow keeps instead of its findings. */
    InspectionState put(Findings findings) {
        if (findings.isNothing() || findings.inside() != null) {
            return findings;
        }
        int length = codec.write(findings);
        long place = bytes.put(codec.bytes(), length);
        return new Stored(this, place, length, findings.label(), findings.announcements());
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
