package dev.periplus.classify;

/** Receives the metadata of one flow. */
public interface Fields {
    /**
     * Adds a field to the record's {@code metadata}: {@code metadata.tls.sni} has the group {@code tls}. Values longer
     * than 256 characters are cut; the reporters escape control characters. A second value of the same key makes a
     * list; at most 16 values per key are kept, and each once.
     */
    void metadata(String group, String key, String value);
}
