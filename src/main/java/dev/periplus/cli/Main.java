package dev.periplus.cli;

import dev.periplus.api.Release;
import dev.periplus.command.Console;
import dev.periplus.command.Plugins;
import dev.periplus.command.UsageException;
import dev.periplus.text.NameTable;
import dev.periplus.text.Nearest;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** {@code periplus COMMAND …}; {@code periplus FILE…} is {@code periplus replay FILE…}. */
public final class Main {
    /** The commands that help lists. */
    static final List<Command> COMMANDS = List.of(
            new ReplayCommand(),
            new LiveCommand(),
            new InterfacesCommand(),
            new ExtcapCommand(),
            new ReviewCommand(),
            new DiffCommand(),
            new AuditCommand(),
            new VerifyCommand(),
            new ExhibitCommand(),
            new ExplainCommand(),
            new CarveCommand(),
            new ExtractCommand(),
            new AnnotateCommand(),
            new McpCommand(Main::answer),
            new ServeCommand(),
            new RulesCommand(),
            new RegistryCommand(),
            new PluginsCommand());

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.log.org.pcap4j", "warn");
        System.setProperty("org.slf4j.simpleLogger.log.org.sqlite", "off");
        List<String> words = Arrays.asList(arguments);
        StandardOutput standard = new StandardOutput();
        PrintStream out = new PrintStream(new BufferedOutputStream(standard, 1 << 16), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.ofProcess(out, err);
        System.setErr(terminal.err()); // libraries log there
        try {
            if (HeapSize.isAnother(words)) {
                System.exit(HeapSize.runInAnother(Main.class, words));
            }
        } catch (UsageException | IOException e) {
            terminal.err().println("periplus: " + e.getMessage());
            System.exit(Exit.USAGE.status());
        }
        Fatal.watch();
        Exit exit = run(words, terminal, Configuration.usual(System.getenv()));
        out.flush();
        if (standard.closedByReader()) {
            System.exit(Exit.DONE.status());
        }
        if (standard.loss() != null) {
            terminal.err().println("periplus: results lost: standard output: " + standard.loss());
            System.exit(Exit.UNREADABLE.status());
        }
        System.exit(exit.status());
    }

    /** Runs a command line of a user without configuration. */
    static Exit run(List<String> arguments, Terminal terminal) {
        return run(arguments, terminal, null);
    }

    /** Runs a command line for another command of this process; returns its exit status. */
    private static int answer(List<String> words, OutputStream out, OutputStream err) {
        PrintStream results = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream problems = new PrintStream(err, false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(results, problems, false, Terminal.WIDEST, false);
        Exit exit = run(words, terminal);
        terminal.out().flush();
        terminal.err().flush();
        return exit.status();
    }

    /**
     * Runs a command line; an error becomes a sentence on the error stream and an exit status.
     *
     * @param configuration the user's file of options, whether it exists or not; or null
     */
    static Exit run(List<String> arguments, Terminal terminal, @Nullable Path configuration) {
        try {
            return dispatch(arguments, terminal, configuration);
        } catch (UsageException e) {
            e.errors().forEach(terminal.err()::println);
            failed(terminal, Exit.USAGE, String.valueOf(e.getMessage()));
            e.shown().forEach(terminal.err()::println);
            return Exit.USAGE;
        } catch (IOException e) {
            return failed(terminal, Exit.UNREADABLE, Console.sentence(e));
        } catch (UncheckedIOException e) {
            return failed(terminal, Exit.UNREADABLE, Console.sentence(e.getCause()));
        } catch (InvalidPathException e) {
            return failed(
                    terminal,
                    Exit.USAGE,
                    "the name '" + e.getInput() + "' cannot be used in this locale; try LC_ALL=C.UTF-8");
        } catch (ServiceConfigurationError e) {
            return failed(
                    terminal, Exit.UNREADABLE, "a plugin does not fit this version of Periplus: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            Exit exit = failed(terminal, Exit.FAILED, Fatal.sentence(e));
            Fatal.trace(e).forEach(terminal.err()::println);
            return exit;
        }
    }

    private static Exit dispatch(List<String> arguments, Terminal terminal, @Nullable Path configuration)
            throws UsageException, IOException {
        if (arguments.isEmpty()) {
            new Help(COMMANDS, terminal).general();
            return Exit.USAGE;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        String first = rest.isEmpty() && arguments.get(0).matches("-[vV]") ? "--version" : arguments.get(0);
        switch (first) {
            case "--help", "-h", "help" -> {
                new Help(COMMANDS, terminal).print(first.equals("help") ? rest : List.of());
                return Exit.DONE;
            }
            case "--version", "version" -> {
                version(terminal.out());
                return Exit.DONE;
            }
            case "completion" -> {
                return new CompletionCommand(COMMANDS).run(rest, terminal);
            }
            case "config" -> {
                return new ConfigCommand(COMMANDS, configuration).run(rest, terminal);
            }
            case "-D", "-L" -> {
                return new InterfacesCommand().run(rest, terminal);
            }
            default -> {
                for (Command command : COMMANDS) {
                    if (command.name().equals(first)) {
                        return command.run(Configuration.applied(command, rest, configuration, COMMANDS), terminal);
                    }
                }
            }
        }
        refuseMisspelt(first, rest);
        Command replay = COMMANDS.get(0);
        return replay.run(Configuration.applied(replay, arguments, configuration, COMMANDS), terminal);
    }

    /** Refuses words that are neither files nor commands, and commands that are not the first word. */
    private static void refuseMisspelt(String first, List<String> rest) throws UsageException {
        List<String> names = COMMANDS.stream().map(Command::name).toList();
        boolean written = first.startsWith("-") || TrailingFilter.looksLikeFile(first) || Plugins.isInput(first);
        if (!written && !Files.exists(Path.of(first))) {
            throw new UsageException("'" + first + "' is neither a command nor a file" + instead(first, names));
        }
        for (int i = 0; i < rest.size(); i++) {
            String word = rest.get(i);
            boolean value = i > 0 && rest.get(i - 1).startsWith("-");
            if (!value && names.contains(word) && !Files.exists(Path.of(word))) {
                throw new UsageException("'" + word + "' is no file; a command comes first: periplus " + word);
            }
        }
    }

    /** Returns what may be meant instead of an unknown command. */
    private static String instead(String word, List<String> names) {
        List<String> advice = NameTable.read(Main.class, "peer-commands.tsv").get(word);
        if (advice != null) {
            return "; " + advice.get(0);
        }
        List<String> near = Nearest.of(word, names);
        return near.isEmpty() ? "; periplus help lists the commands" : Nearest.question(near);
    }

    private static void version(PrintStream out) {
        Release release = Release.current();
        out.println("periplus " + release.version());
        out.println("commit   " + (release.commit().isEmpty() ? "unknown" : release.commit()));
        out.println("rules    SHA-256 " + release.rules());
    }

    private static Exit failed(Terminal terminal, Exit exit, String sentence) {
        terminal.out().flush();
        terminal.err().println("periplus: " + sentence);
        return exit;
    }
}
