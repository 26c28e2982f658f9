package dev.periplus.classify;

import org.jspecify.annotations.Nullable;

/**
 * Keeps results until their flows end: as bytes, the first in memory, the rest in a temporary file, so that an open
 * flow costs little memory whatever was found. Results with an inside are rare and are kept as objects. For use by one
 * thread at a time; any thread may read what was taken out.
 */
public final class InspectionStore implements AutoCloseable {
    private final InspectionCodec codec = new InspectionCodec();
    private final ByteStore bytes;

    /** @param bytesInMemory limit before a temporary file is used */
    public InspectionStore(long bytesInMemory) {
        bytes = new ByteStore(bytesInMemory);
    }

    /** A stored result. */
    record Stored(
            InspectionStore store,
            long place,
            int length,
            @Nullable String label,
            @Nullable Announcements announcements)
            implements InspectionState {
        @Override
        public InspectionResult result() {
            return store.codec.read(store.bytes.at(place), ByteStore.offset(place), label);
        }

        @Override
        public int write(InspectionCodec to) {
            return to.copy(store.codec, store.bytes.at(place), ByteStore.offset(place), length);
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

    /** A result in the codec's encoding. */
    record TakenOut(
            InspectionCodec codec, byte[] bytes, @Nullable String label) implements InspectionState {
        @Override
        public InspectionResult result() {
            return codec.read(bytes, 0, label);
        }

        @Override
        public int write(InspectionCodec to) {
            return codec.movesCaptures() ? to.write(result()) : to.copy(codec, bytes, 0, bytes.length);
        }

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public @Nullable Announcements announcements() {
            return null;
        }
    }

    /** Stores a result; returns what the flow keeps instead of it. */
    InspectionState put(InspectionResult result) {
        if (result.isNothing() || result.inside() != null) {
            return result;
        }
        int length = codec.write(result);
        long place = bytes.put(codec.bytes(), length);
        return new Stored(this, place, length, result.label(), result.announcements());
    }

    /** Number of chunks, in use or free for reuse. */
    int chunks() {
        return bytes.chunks();
    }

    /** Forgets all results; do not ask flows that still refer to them. */
    public void clear() {
        bytes.clear();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
