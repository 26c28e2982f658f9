package dev.periplus.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Records notes, and stops the reading on request. */
final class RecordingWatcher implements Watcher {
    private final List<String> notes = new ArrayList<>();
    private Runnable stopping = () -> {};
    private boolean stopped;
    private final Step whenReadingBegins;

    /** Something that a test does in the middle of a reading. */
    interface Step {
        void run() throws IOException;
    }

    RecordingWatcher() {
        this(() -> {});
    }

    RecordingWatcher(Step whenReadingBegins) {
        this.whenReadingBegins = whenReadingBegins;
    }

    void stop() {
        stopped = true;
        stopping.run();
    }

    List<String> notes() {
        return notes;
    }

    @Override
    public void note(String sentence) {
        notes.add(sentence);
    }

    @Override
    public void problem(String sentence) {
        notes.add(sentence);
    }

    @Override
    public void reading(Runnable stop) {
        stopping = stop;
        try {
            whenReadingBegins.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (stopped) {
            stop.run();
        }
    }

    @Override
    public boolean stopped() {
        return stopped;
    }

    @Override
    public Progress progress() {
        return new Progress() {
            @Override
            public void watch(String verb, LongSupplier done, long total) {}

            @Override
            public void close() {}
        };
    }
}
