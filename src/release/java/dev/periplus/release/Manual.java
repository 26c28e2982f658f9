package dev.periplus.release;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Pages of the manual (man(7)), made of the commands' help. */
final class Manual {
    private static final List<String> STATUS = List.of(
            "0", "done",
            "1", "a finding at or above --fail-on, or with --exit-code a difference",
            "2", "usage",
            "3", "an input was unreadable or cut",
            "4", "partial: packets dropped, flows evicted or in no finding",
            "5", "memory ran out, or a fault of the program",
            "6", "nothing to tell: no packets, no flows, or none that match");

    private final String version;
    private final Instant time;
    private final List<CommandHelp> helps;

    Manual(String version, Instant time, List<CommandHelp> helps) {
        this.version = version;
        this.time = time;
        this.helps = helps;
    }

    /** Adds a page for the program and one for each command, compressed or not. */
    FileTree pages(boolean compressed) throws IOException {
        FileTree pages = new FileTree();
        for (CommandHelp help : helps) {
            String name = "man1/" + help.page() + ".1";
            FileTree page = new FileTree().text(name, FileTree.PLAIN, page(help));
            byte[] text = page.items().get(name).content();
            pages.file(compressed ? name + ".gz" : name, FileTree.PLAIN, compressed ? Archives.gzip(text) : text);
        }
        return pages;
    }

    private String page(CommandHelp help) {
        StringBuilder out = new StringBuilder();
        out.append(".TH ").append(help.page().toUpperCase(Locale.ROOT)).append(" 1 ");
        out.append(time.toString(), 0, 10)
                .append(" \"Periplus ")
                .append(version)
                .append("\" Periplus\n");
        out.append(".SH NAME\n").append(plain(help.page())).append(" \\- ");
        out.append(plain(purpose(help))).append('\n');
        out.append(".SH SYNOPSIS\n").append(plain(help.usage())).append('\n');
        if (help.name().isEmpty()) {
            out.append(".SH DESCRIPTION\n");
            help.lines().stream()
                    .takeWhile(line -> !line.isBlank())
                    .forEach(line -> out.append(plain(line)).append('\n'));
            out.append(".SH COMMANDS\n");
            help.commands().forEach(command -> item(out, command[0], command[1]));
        } else {
            out.append(".SH OPTIONS\n");
            for (CommandHelp.Option option : help.options()) {
                String names = option.letter().isEmpty() ? option.name() : option.letter() + ", " + option.name();
                item(out, names + " " + option.argument(), option.about());
            }
        }
        out.append(".SH EXIT STATUS\n");
        for (int i = 0; i < STATUS.size(); i += 2) {
            item(out, STATUS.get(i), STATUS.get(i + 1));
        }
        out.append(".SH SEE ALSO\n").append(others(help)).append('\n');
        return out.toString();
    }

    private String purpose(CommandHelp help) {
        for (String[] command : helps.get(0).commands()) {
            if (command[0].equals(help.name())) {
                // "FILE...: identify the flows" begins with operands, which the synopsis has.
                return command[1].substring(command[1].indexOf(": ") < 0 ? 0 : command[1].indexOf(": ") + 2);
            }
        }
        return help.name().isEmpty() ? "what every flow of a capture really is, and why" : "periplus " + help.name();
    }

    private String others(CommandHelp help) {
        StringBuilder out = new StringBuilder();
        for (CommandHelp other : helps) {
            if (other != help) {
                out.append(out.length() == 0 ? "" : ",\n")
                        .append(".BR ")
                        .append(plain(other.page()))
                        .append(" (1)");
            }
        }
        return out.toString();
    }

    private static void item(StringBuilder out, String term, String about) {
        out.append(".TP\n.B \"")
                .append(plain(term.strip()).replace("\"", "\\(dq"))
                .append("\"\n");
        out.append(plain(about)).append('\n');
    }

    /** A dash of the page is one to type; what begins a line is no request. */
    private static String plain(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
