package dev.periplus.cli;

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
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** {@code periplus serve CASE.db} or {@code periplus serve FOLDER|FILE…}: a case as pages in a browser, on this machine. */
final class ServeCommand extends Command {
    private static final int MOST_PORT = 65_535;
    private static final String CASE = "case.db";

    /** Options of this command that review does not have; all take a value. */
    private static final Set<String> OWN = Set.of("--port", "--in");

    ServeCommand() {
        super("serve", "CASE.db|FOLDER|FILE...: browse a case of any size, on this machine only");
    }

    @Override
    Arguments options() {
        Arguments arguments = Captures.declare(
                        PathOptions.declare("periplus serve [options] CASE.db (of -o sqlite=) | FOLDER|FILE..."))
                .withoutTrailingFilter()
                .group("Server")
                .value(null, "port", "N", "port on the loopback address (default: any free one)")
                .value(null, "in", "FOLDER", "where the captures of CASE.db are now")
                .value(null, "state", "FOLDER", "where to keep results between reviews")
                .value(null, "indicators", "FILE", "as for review; repeatable");
        return TimeZoneOption.declare(CopiedSecrets.declare(arguments))
                .example("periplus review case/ -o sqlite=case.db && periplus serve case.db");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        int port = (int) parsed.number("port", 0, 1, MOST_PORT);
        List<String> named = parsed.rest();
        boolean made = named.size() == 1
                && Files.isRegularFile(Path.of(named.get(0)))
                && SqliteExhibits.isDatabase(Path.of(named.get(0)));
        Engine.Settings settings = PathOptions.settings(parsed);
        CopiedSecrets secrets = CopiedSecrets.of(parsed);
        try (Scratch scratch = Scratch.create()) {
            Path database = made ? Path.of(named.get(0)) : scratch.path().resolve(CASE);
            Exit exit = made ? Exit.DONE : review(parsed, database, terminal);
            if (!Files.exists(database)) {
                return exit;
            }
            try (CaseServer server = new CaseServer(
                    database,
                    named.isEmpty() ? "case" : named.get(0),
                    Vocabulary.of(settings.rules(), TimeZoneOption.of(parsed)),
                    new ServedPackets(settings, secrets, parsed.get("in")),
                    scratch.path(),
                    port)) {
                terminal.out().println(server.url());
                terminal.out().flush();
                if (!parsed.has("quiet")) {
                    terminal.err().println("periplus: open this address in a browser here; Ctrl-C ends");
                }
                awaitEnd();
            }
            return exit;
        }
    }

    /** Waits for Ctrl-C, SIGTERM or the end of the terminal. */
    private static void awaitEnd() {
        List<String> signals = List.of("INT", "TERM", "HUP");
        CountDownLatch end = new CountDownLatch(1);
        signals.forEach(signal -> Signals.handle(signal, end::countDown));
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            signals.forEach(Signals::leave);
        }
    }

    /** Reviews captures into a database. */
    private static Exit review(Arguments parsed, Path database, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        List<String> words = new ArrayList<>(List.of("-o", "sqlite=" + database));
        List<String> given = parsed.words();
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            if (OWN.contains(word)) {
                i++;
            } else if (OWN.stream().noneMatch(own -> word.startsWith(own + "=")) && !word.equals("--with-secrets")) {
                words.add(word);
            }
        }
        return new ReviewCommand().run(words, terminal);
    }
}
