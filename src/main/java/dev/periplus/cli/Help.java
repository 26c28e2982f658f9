package dev.periplus.cli;

import dev.periplus.command.ConditionFields;
import dev.periplus.command.UsageException;
import dev.periplus.text.Nearest;
import dev.periplus.text.WrappedText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints help: the commands, the options of one, or the fields of conditions. */
final class Help {
    private static final int COMMAND_COLUMN = 14;
    private static final int FIELD_COLUMN = 30;
    private static final int ALIAS_COLUMN = 42;
    private static final String FIELDS = "fields";

    private final List<Command> commands;
    private final Terminal terminal;
    private final PrintStream out;
    private final WrappedText text;

    Help(List<Command> commands, Terminal terminal) {
        this.commands = commands;
        this.terminal = terminal;
        out = terminal.out();
        text = new WrappedText(out, terminal.width());
    }

    /** {@code periplus help}, {@code periplus help COMMAND}, {@code periplus help fields}. */
    void print(List<String> topics) throws UsageException {
        if (topics.isEmpty()) {
            general();
            return;
        }
        String topic = topics.get(0);
        if (topic.equals(FIELDS)) {
            fields();
            return;
        }
        List<String> known = new ArrayList<>(List.of(FIELDS));
        for (Command command : commands) {
            known.add(command.name());
            if (command.name().equals(topic)) {
                new OptionsHelp(terminal).print(command.options());
                return;
            }
        }
        throw new UsageException("no help on '" + topic + "'" + Nearest.question(topic, known));
    }

    /** Prints the list of commands. */
    void general() {
        text.print(
                "periplus tells for every flow what it really is, what its port is registered for, whether the two"
                        + " agree, and why.",
                0);
        out.println();
        text.item("FILE...", "the same as periplus replay FILE...", COMMAND_COLUMN);
        commands.forEach(command -> text.item(command.name(), command.summary(), COMMAND_COLUMN));
        out.println();
        out.println("Examples:");
        out.println("  periplus capture.pcap");
        out.println("  periplus capture.pcap -Y 'ssh && tcp.port != 22'");
        out.println("  sudo periplus live -i eth0");
        out.println();
        text.print(
                "periplus help COMMAND lists a command's options, periplus help fields the fields of -Y. periplus config"
                        + " shows what your configuration file sets, periplus completion SHELL completes words.",
                0);
        text.print(
                "Exit status: 0 done, 1 found (--fail-on, --exit-code), 2 usage, 3 input unreadable or cut, 4 partial,"
                        + " 5 failed, 6 nothing to tell (no packets, no flows, or none that match).",
                0);
    }

    private void fields() {
        text.print(
                "Fields of conditions (-Y), as in the record. Compare with == != < <= > >= contains, in {A, B..C}; join"
                        + " with and or not, or && || !; a field alone is true if it has a value, a protocol alone"
                        + " (ssh, dns) if the flow speaks it.",
                0);
        out.println();
        ConditionFields.all().forEach((name, kind) -> text.item(name, kind, FIELD_COLUMN));
        out.println();
        text.print("Metadata: " + String.join(", ", ConditionFields.metadata()), 2);
        out.println();
        out.println("Other names:");
        ConditionFields.otherNames()
                .forEach((alias, names) -> text.item(alias, String.join(" or ", names), ALIAS_COLUMN));
    }
}
