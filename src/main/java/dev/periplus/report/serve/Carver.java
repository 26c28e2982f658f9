package dev.periplus.report.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Copies the packets of a flow out of captures. */
@FunctionalInterface
public interface Carver {
    /**
     * A capture as the database knows it.
     *
     * @param sha256 in hexadecimal; empty if the database has none
     */
    record Source(String path, String sha256) {}

    /**
     * Writes a pcapng file.
     *
     * @param uid of the flow
     * @param sources captures that overlap with the flow in time, in the order in which they were read
     * @throws IOException with a sentence for the user if the captures are not what they were, or lack the flow
     */
    void carve(String uid, List<Source> sources, Path out) throws IOException;
}
