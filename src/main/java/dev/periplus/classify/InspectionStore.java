package dev.periplus.classify;

import org.jspecify.annotations.Nullable;

/**
 * Where results wait for the end of their flow: as bytes, the first in memory, the rest in a temporary file, so that an
 * open flow costs little memory whatever was found of it. Those of flows that carry one protocol in another are few and
 * stay as they are. For use by one thread at a time; what was taken out may be read by any.
 */
public final class InspectionStore implements AutoCloseable {
    private final InspectionCodec codec = new InspectionCodec();
    private final ByteStore bytes;

    /** @param bytesInMemory before a temporary file is used */
    public InspectionStore(long bytesInMemory) {
        bytes = new ByteStore(bytesInMemory);
    }

    /** A result that was put away. */
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
        public TakenOut takenOut() {
            return new TakenOut(store.codec, store.bytes.take(place, length), label);
        }

        @Override
        public TakenOut copiedOut() {
            return new TakenOut(store.codec, store.bytes.copy(place, length), label);
        }
    }

    /** A result as the codec wrote it. */
    record TakenOut(
            InspectionCodec codec, byte[] bytes, @Nullable String label) implements InspectionState {
        @Override
        public InspectionResult result() {
            return codec.read(bytes, 0, label);
        }

        @Override
        public @Nullable Announcements announcements() {
            return null;
        }
    }

    /** Gives what a flow keeps instead of its result. */
    InspectionState put(InspectionResult result) {
        if (result.isNothing() || result.inside() != null) {
            return result;
        }
        int length = codec.write(result);
        long place = bytes.put(codec.bytes(), length);
        return new Stored(this, place, length, result.label(), result.announcements());
    }

    /** How many chunks of bytes there are, in use or free to be used again. */
    int chunks() {
        return bytes.chunks();
    }

    /** Forgets all results: flows that still refer to them must not be asked for them any more. */
    public void clear() {
        bytes.clear();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
