package dev.periplus.review;

import dev.periplus.answer.RunSummary.CaptureRead;
import java.util.List;
import java.util.function.LongSupplier;

/** Observes the reading of captures: receives notes, shows progress and can stop the reading. */
public interface Watcher {
    /** Shows a sentence to the user. */
    void note(String sentence);

    /** Shows what is wrong with a capture. */
    void problem(String sentence);

    /** Shows what is wrong with captures, one sentence each; returns whether anything is. */
    default boolean noteProblems(List<CaptureRead> captures) {
        boolean any = false;
        for (CaptureRead capture : captures) {
            String problem = capture.problem();
            if (problem != null) {
                any = true;
                problem(problem);
            }
        }
        return any;
    }

    /** Reading begins. Call {@code stop}, on any thread, to end it early. */
    void reading(Runnable stop);

    /** Whether the user asked to stop. */
    boolean stopped();

    /** Long work begins. The caller closes the result when the work has ended. */
    Progress progress();

    /** Shows the progress of long work. */
    interface Progress extends AutoCloseable {
        /**
         * Starts to show a step.
         *
         * @param verb what is done with the bytes, such as "read"
         * @param done bytes so far; may be called from any thread
         * @param total bytes in total; nothing is shown if 0
         */
        void watch(String verb, LongSupplier done, long total);

        @Override
        void close();
    }
}
