package dev.periplus.cli;

import dev.periplus.command.Console;
import dev.periplus.command.Reading;
import dev.periplus.command.Serve;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code periplus serve CASE.db} or {@code periplus serve FOLDER|FILE…}: a case as pages in a browser, on this machine. */
final class ServeCommand extends Command {
    private static final int MOST_PORT = 65_535;

    /** Options of this command that review does not have; all take a value. */
    private static final Set<String> OWN = Set.of("--port", "--in");

    ServeCommand() {
        super("serve", "CASE.db|FOLDER|FILE...: browse a case of any size, on this machine only");
    }

    @Override
    Arguments options() {
        Arguments arguments = CaptureOptions.declare(
                        PathOptions.declare("periplus serve [options] CASE.db (of -o sqlite=) | FOLDER|FILE..."))
                .withoutTrailingFilter()
                .group("Server")
                .value(null, "port", "N", "port on the loopback address (default: any free one)")
                .value(null, "in", "FOLDER", "where the captures of CASE.db are now")
                .value(null, "state", "FOLDER", "where to keep results between reviews")
                .value(null, "indicators", "FILE", "as for review; repeatable");
        return TimeZoneOption.declare(PacketFile.declareSecrets(arguments))
                .example("periplus review case/ -o sqlite=case.db && periplus serve case.db");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        int port = (int) parsed.number("port", 0, 1, MOST_PORT);
        List<String> named = parsed.rest();
        boolean made = named.size() == 1 && Serve.isDatabase(Path.of(named.get(0)));
        Reading reading = PathOptions.reading(parsed).askedAs(wordsOfReview(parsed.words()));
        Serve serve = made
                ? Serve.database(reading, Path.of(named.get(0)))
                : Serve.captures(reading, CaptureOptions.of(parsed));
        String folder = parsed.get("in");
        String state = parsed.get("state");
        Console console = console(parsed, terminal);
        console.whileStoppable(() -> new Interrupt(console, console::stop));
        return Exit.of(serve.port(port)
                .in(folder == null ? null : Path.of(folder))
                .withSecrets(parsed.has("with-secrets"))
                .state(state == null ? null : Path.of(state))
                .indicators(parsed.all("indicators"))
                .run(console));
    }

    /** The words by which review would do the same. */
    private static List<String> wordsOfReview(List<String> given) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            if (OWN.contains(word)) {
                i++;
            } else if (OWN.stream().noneMatch(own -> word.startsWith(own + "=")) && !word.equals("--with-secrets")) {
                words.add(word);
            }
        }
        return words;
    }
}
