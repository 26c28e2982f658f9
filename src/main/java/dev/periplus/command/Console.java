package dev.periplus.command;

import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.Failures;
import dev.periplus.engine.RunCount;
import dev.periplus.report.text.TextOptions;
import dev.periplus.text.PrintableStream;
import dev.periplus.text.WrappedText;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where operations write, who reads it, and how the reader ends them early. All text becomes printable on the way, whatever
 * file, rule or packet it comes from.
 */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private int width = 100;
    private boolean colour;
    private boolean ascii;
    private boolean interactive;
    private boolean quiet;
    private boolean progress;
    private Supplier<Closeable> signals = () -> () -> {};
    private @Nullable Supplier<@Nullable Display> displays;
    private Runnable stopping = () -> {};
    private boolean stopped;
    private Runnable reloading = () -> {};

    /**
     * One of 100 columns without colour.
     *
     * @param out takes results
     * @param err takes sentences about them
     */
    public Console(PrintStream out, PrintStream err) {
        this.out = out instanceof PrintableStream ? out : new PrintableStream(out, false);
        this.err = err instanceof PrintableStream ? err : new PrintableStream(err, false);
    }

    /** Columns, at least 60. */
    public Console width(int columns) {
        width = columns;
        return this;
    }

    /** Whether text for people is coloured. */
    public Console colour(boolean coloured) {
        colour = coloured;
        return this;
    }

    /** Whether signs in text for people are shown in ASCII only. */
    public Console ascii(boolean asciiOnly) {
        ascii = asciiOnly;
        return this;
    }

    /** Whether somebody watches results as they come. */
    public Console interactive(boolean watched) {
        interactive = watched;
        return this;
    }

    /** Whether to leave out what is neither a result nor a problem. */
    public Console quiet(boolean problemsOnly) {
        quiet = problemsOnly;
        return this;
    }

    /** Whether to show the progress of long reading in one line of the second stream. */
    public Console progress(boolean shown) {
        progress = shown;
        return this;
    }

    /** @param open called when an operation begins that {@link #stop} ends; what it returns is closed when that ends */
    public Console whileStoppable(Supplier<Closeable> open) {
        signals = open;
        return this;
    }

    /** @param open returns where live views are drawn; null if that is not possible after all */
    public Console display(Supplier<@Nullable Display> open) {
        displays = open;
        return this;
    }

    /** Makes what reads packets end soon, with the results so far; any thread. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
        stopping.run();
    }

    /** Whether {@link #stop} was called. */
    public synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void awaitStop() throws InterruptedException {
        while (!stopped) {
            wait();
        }
    }

    /** Makes an operation that lasts read its rules again soon; any thread. Others ignore it. */
    public synchronized void reload() {
        reloading.run();
    }

    /** @param again called by {@link #reload} from now on */
    synchronized void reloads(Runnable again) {
        reloading = again;
    }

    /** @param stop called by {@link #stop} from now on */
    synchronized void stops(Runnable stop) {
        stopping = stop;
        if (stopped) {
            stop.run();
        }
    }

    /** Describes what went wrong with a file in a sentence: the file, if it is known, and why. */
    public static String sentence(IOException e) {
        return Failures.sentence(e);
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    int width() {
        return width;
    }

    boolean colour() {
        return colour;
    }

    boolean isInteractive() {
        return interactive;
    }

    boolean isQuiet() {
        return quiet;
    }

    boolean showsProgress() {
        return progress;
    }

    Supplier<Closeable> signals() {
        return signals;
    }

    /** Whether somebody watches who has a place for live views. */
    boolean hasDisplay() {
        return interactive && displays != null;
    }

    /** Opens the place for live views; null if that is not possible after all. */
    @Nullable
    Display openDisplay() {
        return displays == null ? null : displays.get();
    }

    /** How texts are written for this reader. */
    TextOptions fit(TextOptions options) {
        return options.at(width, colour, ascii);
    }

    TextOptions text() {
        return fit(TextOptions.of(width));
    }

    WrappedText wrapped() {
        return new WrappedText(out, width);
    }

    /** Prints a sentence that is no result. */
    void problem(String sentence) {
        err.println("periplus: " + sentence);
    }

    /** Prints what is wrong with captures or interfaces, one line each; returns whether anything is. */
    boolean problems(List<CaptureOutcome> outcomes) {
        return problems(outcomes, "periplus: ", err);
    }

    /** @param before at the head of each line */
    static boolean problems(List<CaptureOutcome> outcomes, String before, PrintStream to) {
        boolean any = false;
        for (CaptureRead capture : RunCount.read(outcomes)) {
            String problem = capture.problem();
            if (problem != null) {
                any = true;
                to.println(before + problem);
            }
        }
        return any;
    }
}
