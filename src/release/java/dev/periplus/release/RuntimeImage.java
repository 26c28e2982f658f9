package dev.periplus.release;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.module.ModuleFinder;
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

    /**
     * Found by service, so that no module names them: elliptic curves for TLS, and Kerberos for plugins that log in with it.
     * Later versions of Java have the first in another module.
     */
    private static final List<String> PROVIDERS = List.of("jdk.crypto.ec", "jdk.security.jgss");

    /** Java lays out an archive in its memory, where the system places it. */
    private static final List<String> FIXED_PLACES = List.of("setarch", "-R");

    /**
     * Also lets the threads of Java run one after another, each until it waits: how they happen to take turns shows in the
     * archive. Takes the right to set priorities.
     */
    private static final List<String> IN_TURN = List.of("setarch", "-R", "taskset", "-c", "0", "chrt", "-f", "1");

    private static final int TRIES = 20;
    private static final int VOTES = 3;

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
                String.join(",", modules()),
                "--no-header-files",
                "--no-man-pages",
                "--output",
                image.toString());
        RuntimeImage made = new RuntimeImage(image, work);
        made.archive(made.classes(captures));
        return image;
    }

    private static List<String> modules() {
        List<String> names = new ArrayList<>(List.of(ModuleJar.NAME));
        PROVIDERS.stream()
                .filter(name -> ModuleFinder.ofSystem().find(name).isPresent())
                .forEach(names::add);
        return names;
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
     * Dumps archives until one has come {@link #VOTES} times. In turn, all are the same: 23 of 23, on a busy machine too.
     * Otherwise about half are, fewer on a busy one; if too few are, the last one is taken, and a line says so.
     */
    private void archive(Path classes) throws IOException, InterruptedException {
        List<String> before = isThere(IN_TURN) ? IN_TURN : isThere(FIXED_PLACES) ? FIXED_PLACES : List.of();
        List<byte[]> dumped = new ArrayList<>();
        byte[] archive = {};
        long same = 0;
        while (dumped.size() < TRIES && same < VOTES) {
            archive = dump(before, classes);
            dumped.add(archive);
            byte[] last = archive;
            same = dumped.stream().filter(other -> Arrays.equals(other, last)).count();
        }
        if (same < VOTES) {
            System.out.println(
                    "The class-data archive comes out differently each time, so another build will not give the"
                            + " same files. As root, with taskset and chrt (util-linux), it does.");
        }
        Files.write(image.resolve(ARCHIVE), archive);
    }

    private byte[] dump(List<String> before, Path classes) throws IOException, InterruptedException {
        Path dump = work.resolve("classes.jsa");
        run(
                before,
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
        return archive;
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
