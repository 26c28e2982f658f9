package dev.periplus.transfer;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Brings the pieces of a file that is read or written by place into order; the first to come for a place wins. */
final class Pieces {
    private static final int MOST = 4096;

    private final CarriedFile file;
    private final HeldBytes shared;
    private final TreeMap<Long, byte[]> ahead = new TreeMap<>();
    private long place;

    Pieces(CarriedFile file, HeldBytes shared) {
        this.file = file;
        this.shared = shared;
    }

    /** Bytes from the beginning on that came, or were given up. */
    long place() {
        return place;
    }

    /** @param offset in the file */
    void add(long offset, byte[] from, int at, int count) {
        if (offset < 0 || offset + count <= place) {
            return;
        }
        if (offset <= place) {
            deliver(offset, from, at, count);
        } else if (ahead.putIfAbsent(offset, Arrays.copyOfRange(from, at, at + count)) == null) {
            shared.add(count);
        }
        release();
        while (!ahead.isEmpty() && (ahead.size() > MOST || shared.isExceeded())) {
            passGap();
        }
    }

    private void deliver(long offset, byte[] from, int at, int count) {
        int known = (int) Math.min(count, place - offset);
        file.bytes(from, at + known, count - known);
        place = Math.max(place, offset + count);
    }

    private void release() {
        while (!ahead.isEmpty() && ahead.firstKey() <= place) {
            Map.Entry<Long, byte[]> first = ahead.pollFirstEntry();
            shared.remove(first.getValue().length);
            deliver(first.getKey(), first.getValue(), 0, first.getValue().length);
        }
    }

    private void passGap() {
        file.missing(ahead.firstKey() - place);
        place = ahead.firstKey();
        release();
    }

    /** Hands on what waits, behind gaps; returns the file. */
    CarriedFile end() {
        while (!ahead.isEmpty()) {
            passGap();
        }
        return file;
    }
}
