package dev.periplus.api;

import java.io.IOException;

/** Writes flows somewhere: an add-on. {@code -o NAME=TARGET} and {@link Periplus#output} name it. */
public interface FlowOutput {
    /** Its name: lower case with hyphens, none of Periplus's own formats. */
    String name();

    /**
     * Begins to write.
     *
     * @param target what the user wrote behind {@code =}: a path, an address …
     * @throws IOException if it cannot; the message says why
     */
    Writer open(String target) throws IOException;

    /** Receives the flows of a run, on one thread at a time. */
    interface Writer {
        /** Receives a flow that has ended. */
        void flow(IdentifiedFlow flow) throws IOException;

        /** Receives a flow that is still open and will come again. */
        default void goesOn(IdentifiedFlow flow) throws IOException {}

        /** Ends the run: everything has been written when this returns. */
        void finish(RunResult run) throws IOException;
    }
}
