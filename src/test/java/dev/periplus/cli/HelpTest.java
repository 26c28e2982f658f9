package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @TempDir
    Path folder;

    private static String help(int width, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, false, width, false);
        assertEquals(Exit.DONE, Main.run(List.of(words), terminal));
        terminal.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 132})
    void noLineIsWiderThanTheTerminal(int width) {
        for (Command command : Main.COMMANDS) {
            String text = help(width, command.name(), "--help");
            String prose = text.contains("Examples:") ? text.substring(0, text.indexOf("Examples:")) : text;
            assertTrue(prose.lines().allMatch(line -> line.length() <= width), prose);
            assertEquals(text, help(width, "help", command.name()));
        }
        assertTrue(help(width, "help").lines().allMatch(line -> line.length() <= width));
        assertTrue(help(width, "help", "fields").lines().allMatch(line -> line.length() <= width));
    }

    @Test
    void optionsAreGroupedWithExamples() {
        String replay = help(100, "help", "replay");
        int input = replay.indexOf("\nInput:");
        int output = replay.indexOf("\nOutput:");
        assertTrue(input > 0 && output > 0 && replay.contains("\nExamples:\n  periplus "), replay);
        String fields = help(100, "help", "fields");
        assertTrue(fields.contains("server.port") && fields.contains("tls.sni") && fields.contains("ip.addr"), fields);
    }

    @ParameterizedTest
    @CsvSource({"bash,-n", "zsh,-n", "fish,--no-execute"})
    void completionScriptsParse(String shell, String parse) throws Exception {
        assumeTrue(runs(shell, "-c", "true"), shell + " is not installed");
        Path script = folder.resolve("completion");
        Files.writeString(script, Run.of("completion", shell).out());
        assertTrue(runs(shell, parse, script.toString()));
    }

    @Test
    void bashCompletesCommandsOptionsAndValues() throws Exception {
        assumeTrue(runs("bash", "-c", "true"), "bash is not installed");
        Path script = folder.resolve("completion.bash");
        Files.writeString(script, Run.of("completion", "bash").out() + """
                complete -p periplus
                try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _periplus; echo "${COMPREPLY[*]}"; }
                try periplus rev
                try periplus review --fail
                try periplus review --fail-on hi
                try periplus replay -o zeek-
                try periplus rules ca
                try periplus x.pcap --evi
                """);
        assertEquals(
                List.of(
                        "complete -o default -F _periplus periplus",
                        "review",
                        "--fail-on",
                        "high",
                        "zeek-json= zeek-ports",
                        "calibrate",
                        "--evidence"),
                output("bash", script.toString()).lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void scriptsNameEveryOption(String shell) {
        String script = Run.of("completion", shell).out();
        for (Command command : Main.COMMANDS) {
            command.options()
                    .complete()
                    .groups()
                    .values()
                    .forEach(options -> options.forEach(
                            option -> assertTrue(script.contains(option.getLongOpt()), option.getLongOpt())));
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
