package dev.periplus.rulefile;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the entries of one {@link Yaml} file and reports errors to it. */
public interface EntryReader<T> {
    /** Reads an entry from a mapping; returns null if it is invalid. */
    @Nullable
    T entry(MappingNode mapping);
}
