package dev.periplus.command;

import dev.periplus.api.Vocabulary;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.report.serve.CaseServer;
import dev.periplus.report.sqlite.SqliteExhibits;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a case as pages in a browser, on this machine only, until {@link Console#stop}. */
public final class Serve extends Operation {
    private static final String CASE = "case.db";

    private final Reading reading;
    private final @Nullable Path made;
    private final @Nullable Captures captures;
    private int port;
    private boolean withSecrets;
    private @Nullable Path folder;
    private @Nullable Path kept;
    private List<String> lists = List.of();

    private Serve(Reading reading, @Nullable Path made, @Nullable Captures captures) {
        this.reading = reading;
        this.made = made;
        this.captures = captures;
    }

    /** Shows a case that a review wrote as a database. */
    public static Serve database(Reading reading, Path database) {
        return new Serve(reading, database, null);
    }

    /** Reviews captures and shows them. */
    public static Serve captures(Reading reading, Captures captures) {
        return new Serve(reading, null, captures);
    }

    /** Whether a file is a database that a review may have written. */
    public static boolean isDatabase(Path file) throws IOException {
        return Files.isRegularFile(file) && SqliteExhibits.isDatabase(file);
    }

    /** Port on the loopback address; 0 for any free one. */
    public Serve port(int number) {
        port = number;
        return this;
    }

    /** Where the captures of the database are now; null for where it says. */
    public Serve in(@Nullable Path now) {
        folder = now;
        return this;
    }

    /** Whether packets that are handed out take along the secrets that open their flows. */
    public Serve withSecrets(boolean added) {
        withSecrets = added;
        return this;
    }

    /** As of {@link Review#state}. */
    public Serve state(@Nullable Path states) {
        kept = states;
        return this;
    }

    /** As of {@link Review#indicators}. */
    public Serve indicators(List<String> files) {
        lists = List.copyOf(files);
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        Engine.Settings settings = reading.settings();
        CopiedSecrets secrets = CopiedSecrets.of(withSecrets, reading);
        try (Scratch scratch = Scratch.create()) {
            Path database = made == null ? scratch.path().resolve(CASE) : made;
            Ending ending = captures == null ? Ending.DONE : review(captures, database, console);
            if (!Files.exists(database) || ending == Ending.INTERRUPTED) {
                return ending;
            }
            try (CaseServer server = new CaseServer(
                    database,
                    title(),
                    Vocabulary.of(settings.rules(), reading.zone()),
                    new ServedPackets(settings, secrets, folder),
                    scratch.path(),
                    port)) {
                console.out().println(server.url());
                console.out().flush();
                if (!console.isQuiet()) {
                    console.problem("open this address in a browser here; Ctrl-C ends");
                }
                awaitEnd(console);
            }
            return ending;
        }
    }

    private String title() {
        return captures == null
                ? String.valueOf(made)
                : captures.named().isEmpty() ? "case" : captures.named().get(0);
    }

    @SuppressWarnings("try") // the time in which the reader can end it
    private static void awaitEnd(Console console) {
        try (Interrupt interrupt = new Interrupt(console)) {
            console.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reviews captures into a database. */
    private Ending review(Captures found, Path database, Console console) throws UsageException, IOException {
        String output = "sqlite=" + database;
        List<String> words = new ArrayList<>(List.of("-o", output));
        words.addAll(reading.words());
        return new Review(reading, new Writing().to(output), found)
                .askedAs(words)
                .state(kept)
                .indicators(lists)
                .run(console);
    }
}
