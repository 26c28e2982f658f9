package dev.periplus.cli;

import dev.periplus.command.UsageException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The memory that the user allows ({@code --memory}). The launcher starts the JVM with a heap of this size. A JVM that
 * was started otherwise, with {@code java -jar}, starts another with the right size and passes on its signals and its
 * status.
 */
final class HeapSize {
    private static final String OPTION = "--memory";
    private static final long KIBI = 1024;
    private static final long LEAST = 64 * KIBI * KIBI;

    /** A collector may keep back a part of its heap; then the heap looks smaller than it was asked for. */
    private static final double SAME = 0.75;

    private HeapSize() {}

    /** Declares the option. */
    static Arguments declare(Arguments arguments) {
        return arguments.value(
                null, "memory", "SIZE", "memory for tables, such as 512m or 4g (default: a quarter of the machine)");
    }

    /** Parses a size such as {@code 512m}. */
    static long parse(String text) throws UsageException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.matches("[1-9]\\d{0,9}[kmg]?")) {
            throw new UsageException("--memory takes a size such as 512m or 4g, not '" + text + "'");
        }
        int unit = "kmg".indexOf(lower.charAt(lower.length() - 1));
        long number = Long.parseLong(unit < 0 ? lower : lower.substring(0, lower.length() - 1));
        long bytes = number * (long) Math.pow(KIBI, unit + 1);
        if (bytes < LEAST) {
            throw new UsageException("--memory takes 64m or more, not '" + text + "'");
        }
        return bytes;
    }

    /** Whether this JVM has another heap than the command line asks for. */
    static boolean isAnother(List<String> arguments) throws UsageException {
        String size = named(arguments);
        if (size.isEmpty()) {
            return false;
        }
        long wanted = parse(size);
        return Runtime.getRuntime().maxMemory() > wanted || Runtime.getRuntime().maxMemory() < SAME * wanted;
    }

    private static String named(List<String> arguments) {
        String size = "";
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            String word = arguments.get(i);
            if (word.startsWith(OPTION + "=")) {
                size = word.substring(OPTION.length() + 1);
            } else if (word.equals(OPTION) && i + 1 < arguments.size()) {
                size = arguments.get(i + 1);
            }
        }
        return size;
    }

    /**
     * Runs the command line in a JVM with the heap it asks for, and returns the status of that.
     *
     * @param main the main class
     */
    static int runInAnother(Class<?> main, List<String> arguments) throws IOException, UsageException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-Xm")) {
                command.add(option);
            }
        }
        command.add("-Xmx" + parse(named(arguments)));
        command.addAll(program(main));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).inheritIO().start();
        // The terminal sends Ctrl-C to both; SIGTERM reaches only this process.
        Signals.handle("INT", () -> {});
        Signals.handle("TERM", process::destroy);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the JVM with " + named(arguments), e);
        }
    }

    /** The words that start the program: in a runtime image it is a module, otherwise it has a class path. */
    private static List<String> program(Class<?> main) {
        Module module = main.getModule();
        return module.isNamed()
                ? List.of("-m", module.getName() + "/" + main.getName())
                : List.of("-cp", System.getProperty("java.class.path"), main.getName());
    }
}
