package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.capture.Failures;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reloads the rules during a run, on {@link Console#reload} or when a file of their folder changes. If they contain errors, the old
 * ones stay in force.
 */
final class Reload implements AutoCloseable {
    private static final int LOOK_MILLIS = 1000;

    /** Loads rules and claims. */
    interface Loading {
        Knowledge load() throws InvalidRulesException;
    }

    private final Engine engine;
    private final Loading loading;
    private final @Nullable Path directory;
    private final Console console;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread = new Thread(this::watch, "reload");
    private long seen;

    /** @param directory to watch for changes, or null */
    Reload(Engine engine, Loading loading, @Nullable Path directory, Console console) {
        this.engine = engine;
        this.loading = loading;
        this.directory = directory;
        this.console = console;
        seen = state();
        console.reloads(asked::release);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                boolean wanted = asked.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                long now = state();
                if (wanted || now != seen) {
                    asked.drainPermits();
                    seen = now;
                    load();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load() {
        try {
            Knowledge knowledge = loading.load();
            engine.learn(knowledge);
            console.problem(
                    "reloaded the rules: " + knowledge.rules().protocols().size() + " protocols known");
        } catch (InvalidRulesException e) {
            e.errors().forEach(console.err()::println);
            console.problem(Amounts.count(e.errors().size(), "error") + " in the rules; the old ones stay in force");
        } catch (UncheckedIOException e) {
            console.problem(Failures.sentence(e.getCause()) + "; the old rules stay in force");
        }
    }

    /** A number that changes when a file of the folder changes. */
    private long state() {
        if (directory == null) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            long state = 1;
            for (Path file : files.sorted().toList()) {
                state = state * 31 + file.hashCode();
                state = state * 31 + Files.getLastModifiedTime(file).toMillis();
                state = state * 31 + Files.size(file);
            }
            return state;
        } catch (IOException | UncheckedIOException e) {
            return seen; // in the middle of a change
        }
    }

    @Override
    public void close() {
        console.reloads(() -> {});
        thread.interrupt();
    }
}
