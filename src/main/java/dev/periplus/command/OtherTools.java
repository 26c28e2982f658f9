package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.capture.Failures;
import dev.periplus.text.Printable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What other programs of this machine say of captures. They run as they are, with the rights of the user and with none of the
 * user's settings; their words are made printable and cut after {@link #MOST_BYTES}.
 *
 * @param path the folders in which they are looked for, as in PATH
 * @param seconds after which a program is ended
 */
record OtherTools(String path, int seconds) {
    private static final int SECONDS = 60;
    private static final int MOST_BYTES = 1 << 20;
    private static final String FILE = "{}";

    /** A program, and how it prints its version and what it recognises. */
    private record Tool(String name, List<String> version, List<String> arguments) {}

    private static final List<Tool> TOOLS = List.of(
            new Tool("tshark", List.of("--version"), List.of("-n", "-r", FILE)),
            new Tool("ndpiReader", List.of(), List.of("-v", "2", "-i", FILE)));

    /** The programs on the search path of the user. */
    static OtherTools ofUser() {
        return new OtherTools(System.getenv().getOrDefault("PATH", ""), SECONDS);
    }

    /**
     * Writes what each program says of each capture; of one that is not installed, that.
     *
     * @param home an empty folder, which the programs take for the user's
     */
    void write(List<Path> captures, Path home, Path target) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(target))) {
            for (Tool tool : TOOLS) {
                Path program = installed(tool.name());
                if (program == null) {
                    out.print("== " + tool.name() + ": not installed\n\n");
                    continue;
                }
                if (!tool.version().isEmpty()) {
                    String version = run(program, tool.version(), home);
                    version.lines()
                            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(tool.name()))
                            .findFirst()
                            .ifPresent(line -> out.print("== " + line + "\n\n"));
                }
                for (Path capture : captures) {
                    List<String> arguments = tool.arguments().stream()
                            .map(word -> word.equals(FILE) ? capture.toString() : word)
                            .toList();
                    out.print("== " + tool.name() + " "
                            + String.join(" ", tool.arguments()).replace(FILE, String.valueOf(capture.getFileName()))
                            + "\n");
                    out.print(run(program, arguments, home) + "\n");
                }
            }
        }
    }

    /** The program of this name on the search path, or null. */
    private @Nullable Path installed(String name) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path file = folder.isEmpty() ? null : Path.of(folder, windows ? name + ".exe" : name);
            if (file != null && file.isAbsolute() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    private String run(Path program, List<String> arguments, Path home) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(home.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        AtomicBoolean late = new AtomicBoolean();
        try {
            Process process = builder.start();
            CompletableFuture<?> limit = CompletableFuture.runAsync(
                    () -> {
                        late.set(true);
                        end(process);
                    },
                    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
            try (InputStream said = process.getInputStream()) {
                process.getOutputStream().close();
                byte[] bytes = said.readNBytes(MOST_BYTES + 1);
                boolean more = bytes.length > MOST_BYTES;
                String text = new String(bytes, 0, Math.min(bytes.length, MOST_BYTES), StandardCharsets.UTF_8);
                return printable(text)
                        + (more ? "[cut after " + Amounts.bytes(MOST_BYTES) + "]\n" : "")
                        + (late.get() ? "[ended after " + seconds + " s]\n" : "");
            } finally {
                limit.cancel(false);
                end(process);
            }
        } catch (IOException e) {
            return "[did not run: " + Printable.of(Failures.sentence(e)) + "]\n";
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String printable(String text) {
        StringBuilder lines = new StringBuilder();
        text.lines()
                .forEach(line ->
                        lines.append(Printable.of(line.replace('\t', ' '))).append('\n'));
        return lines.toString();
    }
}
