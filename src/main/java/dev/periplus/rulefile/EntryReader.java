package dev.periplus.rulefile;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the entries of one {@link Yaml} file, which takes what is wrong with them. */
public interface EntryReader<T> {
    /** The entry that a mapping holds, or null where it cannot be made. */
    @Nullable
    T entry(MappingNode mapping);
}
