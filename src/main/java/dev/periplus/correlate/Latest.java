package dev.periplus.correlate;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bounded map: beyond, it forgets what it has known longest. */
final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Latest(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
