package dev.periplus.detect;

import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;

/** Takes messages of known length out of a stream. */
final class Messages {
    private Messages() {}

    /**
     * Takes a message once it is there as a whole, or what there is of it if no more will come.
     *
     * @param from offset of its first byte
     * @param to offset of the first byte after it and what pads it
     * @return false if more will come
     */
    static boolean take(Said outer, int from, int size, int to, Piece piece) {
        int captured = Math.max(0, Math.min(size, outer.length() - from));
        boolean grows = outer.length() < Said.STREAM_LIMIT && !outer.snapped();
        if (captured < size && grows) {
            return false;
        }
        piece.message(from, captured, size, to);
        return true;
    }
}
