package dev.periplus.review;

import dev.periplus.capture.PacketSource;
import java.util.function.LongSupplier;

/** Watches captures being read: hears notes, shows progress, and may stop the reading. */
public interface Watcher {
    /** A sentence for the user. */
    void note(String sentence);

    /** Reading from this source begins. To end it early, call {@link PacketSource#stop}. */
    void reading(PacketSource source);

    /** Whether the user asked to stop. */
    boolean stopped();

    /** Long work begins; close what this gives once it is over. */
    Progress progress();

    /** Shows how far long work is. */
    interface Progress extends AutoCloseable {
        /**
         * This goes on from now on.
         *
         * @param verb what is done with the bytes, as "read"
         * @param done bytes so far; may be asked from any thread
         * @param total bytes there are; with 0 nothing is shown
         */
        void watch(String verb, LongSupplier done, long total);

        @Override
        void close();
    }
}
