package dev.periplus.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A command whose libraries come in jars of their own, so that runs without it neither load nor hold them. The jars lie
 * on the path of {@code --plugin}; {@link java.util.ServiceLoader} finds the command there.
 */
public interface AddedCommand {
    /** The name of the command. */
    String id();

    /**
     * Runs the command to its end. Called once, on the main thread.
     *
     * @param folder what it may read
     * @param options options for each command line that it runs
     * @param commands runs command lines of Periplus
     * @throws IOException if standard input or output fails, or the folder cannot be read
     */
    void run(CaptureFolder folder, List<String> options, CommandLine commands) throws IOException;

    /** Runs a command line of Periplus in this process, one at a time. */
    interface CommandLine {
        /**
         * Runs to the end of the command; what is wrong becomes sentences and a status.
         *
         * @param out takes what the command prints, UTF-8; not closed
         * @param err takes sentences about it, UTF-8; not closed
         * @return the exit status, as {@code periplus} has it
         */
        int run(List<String> words, OutputStream out, OutputStream err);
    }
}
