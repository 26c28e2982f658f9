package dev.periplus.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A file of a read.
 *
 * @param path of the file, with the scheme of its file system
 * @param name the path as {@code replay} names it: without the scheme of local files
 * @param bytes size of the file; -1 if it is not known
 * @param modified when it was last changed, milliseconds since the epoch; -1 if it is not known
 * @param refused why it cannot be read, as a clause; null if nothing is known against it
 */
record Input(
        String path,
        String name,
        long bytes,
        long modified,
        @Nullable String refused) implements Serializable {}
