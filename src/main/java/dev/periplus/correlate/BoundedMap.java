package dev.periplus.correlate;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that evicts its oldest entry when it exceeds its limit. */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    BoundedMap(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
