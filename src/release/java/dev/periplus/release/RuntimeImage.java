package dev.periplus.release;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A Java runtime that holds the program as a module, with the archive of its classes as Java reads them (class-data
 * sharing), which halves the time to start. The archive replaces the one of the runtime, so that no option names it and
 * the folder may lie anywhere.
 */
final class RuntimeImage {
    private static final String ARCHIVE = "lib/server/classes.jsa";

    /** Java lays out an archive in its memory, where the system places it; without that, and on one thread, it is the same. */
    private static final List<String> FIXED_PLACES = List.of("setarch", "-R");

    private static final int TRIES = 20;
    private static final int VOTES = 5;

    private final Path image;
    private final Path work;

    private RuntimeImage(Path image, Path work) {
        this.image = image;
        this.work = work;
    }

    /**
     * Makes the runtime.
     *
     * @param modules module path with the program
     * @param captures whose reading shows which classes a run needs
     */
    static Path make(Path modules, Path captures, Path work) throws IOException, InterruptedException {
        Path image = work.resolve("runtime");
        ModuleJar.run(
                "jlink",
                "--module-path",
                modules.toString(),
                "--add-modules",
                ModuleJar.NAME,
                "--no-header-files",
                "--no-man-pages",
                "--output",
                image.toString());
        RuntimeImage made = new RuntimeImage(image, work);
        made.archive(made.classes(captures));
        return image;
    }

    private Path classes(Path captures) throws IOException, InterruptedException {
        Path list = work.resolve("classes.list");
        run(
                List.of(),
                "-Xshare:off",
                "-XX:DumpLoadedClassList=" + list,
                "-m",
                ModuleJar.MAIN,
                "replay",
                captures.toString(),
                "--shards",
                "1",
                "-Y",
                "flow",
                "-o",
                "table",
                "-o",
                "json=" + work.resolve("classes.json"));
        // Proxies are made anew by each run.
        TreeSet<String> names = new TreeSet<>(Files.readAllLines(list));
        names.removeIf(name -> name.contains("$Proxy"));
        return Files.write(list, names);
    }

    /**
     * Dumps archives until one has come {@link #VOTES} times. Most dumps are the same; how threads of the JVM happen to run
     * changes about one in six, and seldom in the same way.
     */
    private void archive(Path classes) throws IOException, InterruptedException {
        List<String> fixed = isThere(FIXED_PLACES) ? FIXED_PLACES : List.of();
        List<byte[]> dumped = new ArrayList<>();
        Path dump = work.resolve("classes.jsa");
        while (dumped.size() < TRIES) {
            run(
                    fixed,
                    "-XX:+UseSerialGC",
                    "-Xint",
                    "-XX:-UsePerfData",
                    "-Xshare:dump",
                    "-XX:SharedClassListFile=" + classes,
                    "-XX:SharedArchiveFile=" + dump,
                    "-m",
                    ModuleJar.MAIN);
            byte[] archive = Files.readAllBytes(dump);
            Files.delete(dump);
            dumped.add(archive);
            if (dumped.stream().filter(other -> Arrays.equals(other, archive)).count() == VOTES) {
                Files.write(image.resolve(ARCHIVE), archive);
                return;
            }
        }
        throw new IOException("of " + TRIES + " class-data archives, no " + VOTES + " are the same");
    }

    private static boolean isThere(List<String> command) throws InterruptedException {
        List<String> nothing = new ArrayList<>(command);
        nothing.add("true");
        try {
            return new ProcessBuilder(nothing).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void run(List<String> before, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(image.resolve("bin/java").toString());
        command.addAll(List.of(arguments));
        File log = work.resolve("java.log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(log));
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IOException(command + " ended with status " + status + ":\n" + Files.readString(log.toPath()));
        }
    }
}
