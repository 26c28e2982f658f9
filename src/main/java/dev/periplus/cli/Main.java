package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.capture.Failures;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Knowledge;
import dev.periplus.engine.Version;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;

/** {@code periplus COMMAND …}; {@code periplus FILE…} is {@code periplus replay FILE…}. */
public final class Main {
    static final List<Command> COMMANDS = List.of(
            new ReplayCommand(),
            new LiveCommand(),
            new InterfacesCommand(),
            new ReviewCommand(),
            new DiffCommand(),
            new VerifyCommand(),
            new ExplainCommand(),
            new CarveCommand(),
            new AnnotateCommand(),
            new RulesCommand(),
            new RegistryCommand());

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
        Exit exit = run(words, terminal);
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

    /** Runs a command line; an error becomes a sentence on the error stream and an exit status. */
    static Exit run(List<String> arguments, Terminal terminal) {
        try {
            return dispatch(arguments, terminal);
        } catch (UsageException e) {
            failed(terminal, Exit.USAGE, String.valueOf(e.getMessage()));
            e.shown().forEach(terminal.err()::println);
            return Exit.USAGE;
        } catch (FilterException e) {
            return failed(terminal, Exit.USAGE, String.valueOf(e.getMessage()));
        } catch (InvalidRulesException e) {
            e.errors().forEach(error -> terminal.err().println(error));
            return failed(terminal, Exit.USAGE, Amounts.count(e.errors().size(), "error") + " in the rules");
        } catch (IOException e) {
            return failed(terminal, Exit.UNREADABLE, Failures.sentence(e));
        } catch (UncheckedIOException e) {
            return failed(terminal, Exit.UNREADABLE, Failures.sentence(e.getCause()));
        } catch (InvalidPathException e) {
            return failed(
                    terminal,
                    Exit.USAGE,
                    "the name '" + e.getInput() + "' cannot be used in this locale; try LC_ALL=C.UTF-8");
        } catch (RuntimeException | Error e) {
            Exit exit = failed(terminal, Exit.FAILED, Fatal.sentence(e));
            Fatal.trace(e).forEach(terminal.err()::println);
            return exit;
        }
    }

    private static Exit dispatch(List<String> arguments, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        String first = arguments.isEmpty() ? "--help" : arguments.get(0);
        if (first.equals("--help") || first.equals("-h") || first.equals("help")) {
            help(terminal.out());
            return arguments.isEmpty() ? Exit.USAGE : Exit.DONE;
        }
        if (first.equals("--version")) {
            version(terminal.out());
            return Exit.DONE;
        }
        for (Command command : COMMANDS) {
            if (command.name().equals(first)) {
                return command.run(arguments.subList(1, arguments.size()), terminal);
            }
        }
        return COMMANDS.get(0).run(arguments, terminal);
    }

    private static void version(PrintStream out) {
        out.println("periplus " + Version.text());
        out.println("commit   " + (Version.commit().isEmpty() ? "unknown" : Version.commit()));
        out.println(
                "rules    SHA-256 " + Knowledge.ruleLoader().packaged().load().digest());
    }

    private static void help(PrintStream out) {
        out.println("periplus tells for every flow what it really is, what its port is registered for,");
        out.println("whether the two agree, and why.");
        out.println();
        out.println("  periplus FILE...             the same as periplus replay FILE...");
        for (Command command : COMMANDS) {
            out.printf("  periplus %-19s %s%n", command.name(), command.summary());
        }
        out.println();
        out.println("periplus --version names version, commit and rules.");
        out.println("periplus COMMAND --help lists a command's options.");
        out.println(
                "Exit status: 0 done, 1 found (--fail-on, --exit-code), 2 usage, 3 input unreadable or cut, 4 partial, 5 failed.");
    }

    private static Exit failed(Terminal terminal, Exit exit, String sentence) {
        terminal.out().flush();
        terminal.err().println("periplus: " + sentence);
        return exit;
    }
}
