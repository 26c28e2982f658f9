package dev.periplus.cli;

import dev.periplus.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends the process with a sentence and status 5 if an error reaches the end of any thread, or if memory is full: a
 * process that lives on without one of its threads would look well and be blind. Everything that this takes is made at
 * the start, because there may be no memory to make anything at the end.
 */
final class Fatal implements Thread.UncaughtExceptionHandler {
    private static final int MEBI_SHIFT = 20;
    private static final int DEEPEST_CAUSE = 16;

    private static final String OUT_OF_MEMORY =
            "out of memory: the heap of " + (Runtime.getRuntime().maxMemory() >> MEBI_SHIFT)
                    + " MiB is full; give more with --memory, or keep fewer flows with --max-flows";

    private final byte[] outOfMemory = ("periplus: " + OUT_OF_MEMORY + "\n").getBytes(StandardCharsets.UTF_8);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);

    private Fatal() {}

    /** Watches all threads, and the memory, of this process. */
    static void watch() {
        Fatal fatal = new Fatal();
        Thread.setDefaultUncaughtExceptionHandler(fatal);
        MemoryWatch.start(() -> fatal.end(fatal.outOfMemory));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
        try {
            end(isOutOfMemory(e) ? outOfMemory : lines(e).getBytes(StandardCharsets.UTF_8));
        } finally {
            Exit.FAILED.now();
        }
    }

    private static String lines(Throwable e) {
        StringBuilder lines = new StringBuilder("periplus: " + Printable.of(sentence(e)) + "\n");
        trace(e).forEach(line -> lines.append(Printable.of(line)).append('\n'));
        return lines.toString();
    }

    private void end(byte[] line) {
        try {
            err.write(line);
        } catch (IOException e) {
            return; // nobody is left to tell; the status does
        } finally {
            Exit.FAILED.now();
        }
    }

    /** Whether an error, or what caused it, is a lack of memory. */
    private static boolean isOutOfMemory(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Returns a sentence for the user. */
    static String sentence(Throwable e) {
        return isOutOfMemory(e) ? OUT_OF_MEMORY : "internal error (" + e + "); please report it with these lines:";
    }

    /** Returns the lines that say where a fault of the program happened; none for a lack of memory. */
    static List<String> trace(Throwable e) {
        if (isOutOfMemory(e)) {
            return List.of();
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString().lines().map(line -> line.replace('\t', ' ')).toList();
    }
}
