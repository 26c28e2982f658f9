package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Command shells in the clear, on either side of a stream: what cmd, PowerShell, sh and bash print when they start, their
 * prompts behind the output of a command, and output that only certain commands have. Metadata under {@code shell}: the
 * kind, the commands, and the beginning of what each printed.
 */
final class ShellDetector implements Detector {
    private static final String SHELL = "shell";
    private static final double GREETING = 90;
    private static final double PROMPT = 45;

    /** Two characters with which anything may end. */
    private static final double BARE_PROMPT = 10;

    private static final double ECHO = 35;
    private static final double OUTPUT = 75;
    private static final double TYPED = 5;
    private static final int LONGEST = 2048;
    private static final int LONGEST_COMMAND = 200;
    private static final int SHOWN = 160;
    private static final String[] NONE = {};

    /** What shells begin with. */
    private static final String FIRST = "MW/sbdazk\r\n\t ";

    /** A text, and the shell or system that prints it. */
    private record Form(String kind, Pattern pattern, double weight) {
        Form(String kind, String regex) {
            this(kind, regex, PROMPT);
        }

        Form(String kind, String regex, double weight) {
            this(kind, Pattern.compile(regex), weight);
        }
    }

    /** What shells print first. None of them can take more than linear time. Compiled when the first text may be one. */
    private static final class Greetings {
        static final List<Form> ALL = List.of(
                new Form(
                        "cmd.exe",
                        "^\\s{0,4}Microsoft Windows \\[[^\\]\\r\\n]{4,40}\\]\\r?\\n\\s{0,4}(\\([cC]\\)|Copyright)"),
                new Form(
                        "PowerShell",
                        "^\\s{0,4}Windows PowerShell[^\\r\\n]{0,40}\\r?\\n\\s{0,4}(Copyright|\\([cC]\\))"),
                new Form(
                        "sh",
                        "^(/bin/)?(sh|dash|ash|zsh|ksh)(: \\d+)?: can't access tty; job control turned off\\r?\\n"),
                new Form("sh", "^(/bin/)?sh: no job control in this shell\\r?\\n"),
                new Form("bash", "^(/bin/)?bash: (cannot set terminal process group|no job control in this shell)"));

        private Greetings() {}
    }

    /** What stands at the end of output when a shell waits for the next command. */
    private static final class Prompts {
        static final List<Form> ALL = List.of(
                new Form("PowerShell", "(^|\\n)PS [A-Za-z]:\\\\[^\\r\\n<>\"|?*]{0,120}> ?$"),
                new Form("cmd.exe", "(^|\\n)[A-Za-z]:\\\\[^\\r\\n<>\"|?*]{0,120}>$"),
                new Form(
                        "bash",
                        "(^|\\n|\\x07)(\\x1b\\[[0-9;?]{1,8}[a-zA-Z])?[\\w.-]{1,32}@[\\w.-]{1,64}:[^\\r\\n]{1,100}[$#] $"),
                new Form("bash", "(^|\\n)\\[[\\w.-]{1,32}@[\\w.-]{1,64} [^\\]\\r\\n]{1,64}\\][$#] $"),
                new Form("bash", "(^|\\n)bash-\\d\\.\\d{1,2}[$#] $"),
                new Form("sh", "(^|\\n)sh-\\d\\.\\d{1,2}[$#] $"),
                new Form("sh", "(^|\\n)[$#] $", BARE_PROMPT));

        private Prompts() {}
    }

    /** A command, and output that it alone has. */
    private record Command(String kind, Pattern typed, Pattern printed) {
        Command(String kind, String typed, String printed) {
            this(kind, Pattern.compile(typed), Pattern.compile(printed));
        }
    }

    /** Commands of all systems. */
    private static final class Outputs {
        static final List<Command> ALL = List.of(
                new Command("sh", "^id( |$)", "(^|\\n)uid=\\d+(\\([\\w.-]+\\))? gid=\\d+"),
                new Command("sh", "^ls -\\w*l", "(^|\\n)total \\d+\\r?\\n[dl-][r-][w-]"),
                new Command("sh", "^uname -a", "(^|\\n)(Linux|Darwin|FreeBSD|SunOS|OpenBSD) \\S+ \\d"),
                new Command("sh", "^cat /etc/passwd", "(^|\\n)root:[^:\\n]{0,64}:0:0:"),
                new Command("sh", "^ifconfig", "(^|\\n)\\w+[: ].{0,100}(flags=|Link encap:)"),
                new Command("cmd.exe", "^ipconfig", "Windows IP Configuration\\r?\\n"),
                new Command("cmd.exe", "^dir( |$)", "Volume in drive [A-Z] "),
                new Command("cmd.exe", "^systeminfo", "(^|\\n)Host Name: +\\S"),
                new Command("cmd.exe", "^whoami /", "(USER|PRIVILEGES|GROUP) INFORMATION\\r?\\n"));

        private Outputs() {}
    }

    /** State of a flow. */
    private static final class State {
        final int[] read = new int[2];
        String command = "";
        int commandSide = -1;
        int shellSide = -1;
        boolean typed;
        boolean prompted;
        boolean echoed;
        boolean printed;
    }

    @Override
    public String name() {
        return SHELL;
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP || protocol == Packet.SCTP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        int side = exchange.speakingSide();
        Said said = exchange.said(side);
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        int from = state.read[side];
        if (said.length() <= from) {
            return Next.MORE;
        }
        if (from == 0 && !isText(said)) {
            return Next.DONE;
        }
        state.read[side] = said.length();
        if (state.shellSide < 0 && !mayTell(said, from, state, side)) {
            state.command = "";
            state.commandSide = side;
            return Next.MORE;
        }
        int start = Math.max(from, said.length() - LONGEST);
        String text = new String(said.bytes(), start, said.length() - start, StandardCharsets.ISO_8859_1);
        if (state.shellSide < 0) {
            recognise(exchange, trail, state, side, start, text);
        }
        if (state.shellSide == side) {
            shown(exchange, trail, state, side, start, text);
        } else {
            commands(exchange, trail, state, side, text);
        }
        return Next.MORE;
    }

    /** Whether a side may have greeted, answered a command or typed one: most text is none of these, and costs little. */
    private static boolean mayTell(Said said, int from, State state, int side) {
        int length = said.length() - from;
        boolean typed = length <= LONGEST_COMMAND && said.bytes()[said.length() - 1] == '\n';
        boolean answers = state.commandSide == 1 - side && !state.command.isEmpty();
        return typed || answers || from == 0 && FIRST.indexOf(said.bytes()[0]) >= 0;
    }

    /** Whether the first bytes of a side are text; option negotiation and length fields are not. */
    private static boolean isText(Said said) {
        int end = Math.min(said.length(), 64);
        for (int i = 0; i < end; i++) {
            int octet = said.bytes()[i] & 0xff;
            if (octet < ' ' && octet != '\r' && octet != '\n' && octet != '\t' && octet != 0x1b && octet != 7
                    || octet == 0xff) {
                return false;
            }
        }
        return true;
    }

    /** Lines typed on the side opposite to the shell. */
    private static void commands(Exchange exchange, Trail trail, State state, int side, String text) {
        boolean typed = text.endsWith("\n") && text.length() <= LONGEST_COMMAND;
        String[] lines = typed ? text.strip().split("\\s*\n") : NONE;
        state.command = lines.length == 0 ? "" : lines[0];
        state.commandSide = side;
        for (int i = 0; i < lines.length && state.shellSide >= 0; i++) {
            trail.metadata(SHELL, "command", lines[i]);
        }
        if (state.shellSide >= 0 && lines.length > 0 && !state.typed) {
            state.typed = true;
            Said said = exchange.said(side);
            trail.found(
                    SHELL, TYPED, "the other side types commands", said, said.length() - text.length(), text.length());
        }
    }

    /** Finds out whether a side is the shell's. */
    private static void recognise(Exchange exchange, Trail trail, State state, int side, int start, String text) {
        for (Form greeting : start == 0 ? Greetings.ALL : List.<Form>of()) {
            if (state.shellSide < 0 && greeting.pattern.matcher(text).find()) {
                is(trail, state, side, greeting.kind);
                found(exchange, trail, side, start, text.length(), GREETING, greeting.kind + " starts");
            }
        }
        boolean answers = state.commandSide == 1 - side && !state.command.isEmpty();
        if (state.shellSide < 0 && answers) {
            Form prompt = prompt(text);
            String kind = prompt == null ? output(state.command, text) : prompt.kind;
            if (!kind.isEmpty()) {
                is(trail, state, side, kind);
                trail.metadata(SHELL, "command", state.command);
            }
        }
    }

    private static void is(Trail trail, State state, int side, String kind) {
        state.shellSide = side;
        trail.metadata(SHELL, "kind", kind);
    }

    private static @Nullable Form prompt(String text) {
        char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
        if (last != '>' && last != ' ') {
            return null;
        }
        for (Form form : Prompts.ALL) {
            if (form.pattern.matcher(text).find()) {
                return form;
            }
        }
        return null;
    }

    /** The system whose command this is, if the text is its output; otherwise empty. */
    private static String output(String command, String text) {
        for (Command known : Outputs.ALL) {
            if (known.typed.matcher(command).find()
                    && known.printed.matcher(text).find()) {
                return known.kind;
            }
        }
        return "";
    }

    /** The beginning of a text on one line. */
    private static String folded(String text) {
        String begins = text.substring(0, Math.min(SHOWN, text.length()));
        return begins.replaceAll("\\s*\\r?\\n\\s*", " | ");
    }

    /** Weighs what a shell printed. */
    private static void shown(Exchange exchange, Trail trail, State state, int side, int start, String text) {
        int end = state.command.length();
        boolean echoes = end > 0
                && text.length() > end
                && text.startsWith(state.command)
                && "\r\n".indexOf(text.charAt(end)) >= 0;
        String shown = (echoes ? text.substring(state.command.length()) : text).strip();
        if (!shown.isEmpty()) {
            trail.metadata(SHELL, "output", folded(shown));
        }
        Form prompt = prompt(text);
        if (prompt != null && !state.prompted) {
            state.prompted = true;
            found(exchange, trail, side, start, text.length(), prompt.weight, "a prompt of " + prompt.kind);
        }
        if (prompt != null && echoes && !state.echoed) {
            state.echoed = true;
            found(exchange, trail, side, start, text.length(), ECHO, "the echo of a command");
        }
        if (!state.printed && !output(state.command, text).isEmpty()) {
            state.printed = true;
            found(exchange, trail, side, start, text.length(), OUTPUT, "what " + state.command + " prints");
        }
    }

    private static void found(
            Exchange exchange, Trail trail, int side, int start, int length, double weight, String what) {
        Role role = exchange.flow().role(side);
        String says = "the " + (role == Role.CLIENT ? "client" : "server") + " runs a command shell: " + what;
        trail.found(SHELL, weight, says, exchange.said(side), start, length);
    }
}
