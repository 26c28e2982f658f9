package dev.periplus.cli;

import dev.periplus.command.UsageException;
import dev.periplus.command.Writing;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;

/** {@code periplus completion bash|zsh|fish}: prints a completion script, made of the declared options. */
final class CompletionCommand extends Command {
    private final List<Command> commands;

    /** @param commands to complete */
    CompletionCommand(List<Command> commands) {
        super("completion", "bash|zsh|fish: print a completion script for a shell");
        this.commands = commands;
    }

    @Override
    Arguments options() {
        return new Arguments("periplus completion bash|zsh|fish")
                .example("source <(periplus completion bash)")
                .example("periplus completion zsh > ~/.zfunc/_periplus")
                .example("periplus completion fish > ~/.config/fish/completions/periplus.fish");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException {
        String shell = parsed.rest().size() == 1 ? parsed.rest().get(0) : "";
        switch (shell) {
            case "bash" -> bash(terminal.out());
            case "zsh" -> zsh(terminal.out());
            case "fish" -> fish(terminal.out());
            default -> throw new UsageException("completion takes bash, zsh or fish");
        }
        return Exit.DONE;
    }

    private static List<Option> options(Command command) {
        return command.options().complete().groups().values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Stream<String> names(Option option) {
        String name = "--" + option.getLongOpt();
        return option.getOpt() == null ? Stream.of(name) : Stream.of("-" + option.getOpt(), name);
    }

    /** Words that complete a value; empty if files do. */
    private static String values(Option option) {
        return switch (option.getLongOpt()) {
            case "output" -> String.join(" ", Writing.words());
            case "time-zone" -> "utc local";
            case "direction" -> "in out inout";
            case "capture" -> "pcap mmap";
            case "fail-on" -> "info low medium high critical";
            case "sort" -> String.join(" ", Writing.SORT_KEYS);
            default -> "";
        };
    }

    /** First words of commands that have some. */
    private static String actions(Command command) {
        return switch (command.name()) {
            case "rules" -> "check test list new calibrate";
            case "registry" -> "show update";
            default -> "";
        };
    }

    private void bash(PrintStream out) {
        List<String> names = commands.stream().map(Command::name).toList();
        out.println("# bash completion for periplus");
        out.println("_periplus() {");
        out.println("    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}");
        out.println("    local command=${COMP_WORDS[1]} words='' options=''");
        out.println("    COMPREPLY=()");
        out.println("    case $command in");
        for (Command command : commands) {
            List<String> all =
                    options(command).stream().flatMap(CompletionCommand::names).toList();
            String actions = actions(command);
            out.println("    " + command.name() + ") options='" + String.join(" ", all) + "'"
                    + (actions.isEmpty() ? "" : " words='" + actions + "'") + " ;;");
        }
        out.println("    *) options='" + String.join(" ", bashDefaults()) + "' ;;");
        out.println("    esac");
        out.println("    case $before in");
        for (Option option : valued()) {
            out.println("    " + String.join("|", names(option).toList()) + ")");
            out.println("        COMPREPLY=($(compgen -W '" + values(option) + "' -- \"$current\"))");
            out.println("        return ;;");
        }
        out.println("    esac");
        out.println("    if [[ $current == -* ]]; then");
        out.println("        COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))");
        out.println("    elif [[ $COMP_CWORD == 1 ]]; then");
        out.println("        COMPREPLY=($(compgen -W '" + String.join(" ", names) + " help version' -- \"$current\"))");
        out.println("    elif [[ $COMP_CWORD == 2 && -n $words ]]; then");
        out.println("        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))");
        out.println("    fi");
        out.println("}");
        out.println("complete -o default -F _periplus periplus");
    }

    /** Options of {@code periplus FILE…}. */
    private List<String> bashDefaults() {
        List<String> all = new ArrayList<>(List.of("--version"));
        options(commands.get(0)).stream().flatMap(CompletionCommand::names).forEach(all::add);
        return all;
    }

    /** Options of any command whose values are words. */
    private List<Option> valued() {
        List<Option> valued = new ArrayList<>();
        for (Command command : commands) {
            for (Option option : options(command)) {
                boolean known = valued.stream().anyMatch(one -> one.getLongOpt().equals(option.getLongOpt()));
                if (!known && !values(option).isEmpty()) {
                    valued.add(option);
                }
            }
        }
        return valued;
    }

    private void zsh(PrintStream out) {
        out.println("#compdef periplus");
        out.println("_periplus() {");
        out.println("    if (( CURRENT == 2 )); then");
        out.println("        local -a commands=(");
        for (Command command : commands) {
            out.println("            " + quoted(command.name() + ":" + command.summary()));
        }
        out.println("        )");
        out.println("        _describe command commands");
        out.println("        _files");
        out.println("        return");
        out.println("    fi");
        out.println("    case $words[2] in");
        for (Command command : commands) {
            out.println("    " + command.name() + ")");
            zshArguments(command, out);
        }
        out.println("    *)");
        zshArguments(commands.get(0), out);
        out.println("    esac");
        out.println("}");
        out.println("_periplus \"$@\"");
    }

    private static void zshArguments(Command command, PrintStream out) {
        out.println("        _arguments -s \\");
        for (Option option : options(command)) {
            String about =
                    option.getDescription().replace("[", "(").replace("]", ")").replace(":", "\\:");
            String action = values(option).isEmpty() ? "_files" : "(" + values(option) + ")";
            String value = option.hasArg() ? ":" + option.getArgName().replaceAll("[^A-Za-z]", " ") + ":" + action : "";
            names(option)
                    .forEach(name ->
                            out.println("            " + quoted("*" + name + "[" + about + "]" + value) + " \\"));
        }
        String actions = actions(command);
        out.println("            " + quoted("*:file:_files")
                + (actions.isEmpty() ? "" : " " + quoted("2:action:(" + actions + ")")) + " ;;");
    }

    private void fish(PrintStream out) {
        List<String> names = commands.stream().map(Command::name).toList();
        out.println("# fish completion for periplus");
        out.println("set -l periplus_commands " + String.join(" ", names));
        for (Command command : commands) {
            out.println("complete -c periplus -n \"not __fish_seen_subcommand_from $periplus_commands\" -a "
                    + command.name() + " -d " + quoted(command.summary()));
            String seen = "complete -c periplus -n \"__fish_seen_subcommand_from " + command.name() + "\"";
            if (!actions(command).isEmpty()) {
                out.println(seen + " -a " + quoted(actions(command)));
            }
            for (Option option : options(command)) {
                String letter = option.getOpt() == null ? "" : " -s " + option.getOpt();
                String value =
                        !option.hasArg() ? "" : values(option).isEmpty() ? " -r" : " -x -a " + quoted(values(option));
                out.println(seen + letter + " -l " + option.getLongOpt() + value + " -d "
                        + quoted(option.getDescription()));
            }
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
