package dev.periplus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library of a release: what it holds, that a program can embed it, and that its promise is kept. */
class CoreLibraryIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Path RELEASE = PROJECT.resolve("target/release");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    private static Path library(String ending) throws IOException {
        try (Stream<Path> files = Files.list(RELEASE)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("periplus-core-[^-]+(-SNAPSHOT)?" + ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String version() throws IOException {
        return library("\\.jar").getFileName().toString().replaceAll("periplus-core-(.*)\\.jar", "$1");
    }

    @Test
    void itIsAModuleThatShowsTheApiAndTheOperationsOnly() throws IOException {
        ModuleDescriptor module = ModuleFinder.of(library("\\.jar"))
                .find("dev.periplus.core")
                .orElseThrow()
                .descriptor();
        assertEquals(
                Set.of("dev.periplus.api", "dev.periplus.command"),
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet()));
        assertEquals(5, module.uses().size());
        assertFalse(module.isOpen());
    }

    @Test
    void itHoldsNeitherTheCommandLineNorPartsOfOthers() throws IOException {
        try (JarFile jar = new JarFile(library("\\.jar").toFile())) {
            List<String> foreign = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
                    .filter(name -> !name.startsWith("dev/periplus/") || name.startsWith("dev/periplus/cli/"))
                    .toList();
            assertEquals(List.of(), foreign);
        }
        try (JarFile sources = new JarFile(library("-sources\\.jar").toFile());
                JarFile documentation = new JarFile(library("-javadoc\\.jar").toFile())) {
            assertTrue(sources.getEntry("dev/periplus/api/Periplus.java") != null);
            assertTrue(documentation.getEntry("dev/periplus/api/Periplus.html") != null);
            assertTrue(documentation.getEntry("dev/periplus/command/Review.html") != null);
        }
    }

    /** The example of {@code src/it/embedding}, with a repository in which the library lies beside what this build has used. */
    @Test
    void aProgramEmbedsItAndAddsADetector() throws Exception {
        Path repository = repository();
        Path sample = folder.resolve("embedding");
        Command copied = Command.run(PROJECT, List.of("cp", "-r", "src/it/embedding", sample.toString()));
        assertEquals(0, copied.status(), copied.err());
        Command ran = Command.run(
                sample,
                Map.of("MAVEN_ARGS", ""),
                List.of(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-o",
                        "-q",
                        "-Dmaven.repo.local=" + repository,
                        "-Dperiplus.version=" + version(),
                        "compile",
                        "exec:java",
                        "-Dexec.args=" + PROJECT.resolve("captures/lone-3248.pcap") + " "
                                + PROJECT.resolve("captures/ssh-on-3251.pcap")));
        assertEquals(0, ran.status(), ran.out() + ran.err());
        assertTrue(ran.out().contains("10.3.0.2:3248/udp is house-poll"), ran.out());
        assertTrue(ran.out().contains("10.3.0.9:3251/tcp is ssh"), ran.out());
        assertTrue(ran.out().contains("131 packets, 2 flows, problems []"), ran.out());
    }

    private Path repository() throws IOException {
        Path used = Stream.of(CLASS_PATH.split(":"))
                .filter(part -> part.contains("/org/jspecify/"))
                .map(part -> Path.of(part.substring(0, part.indexOf("/org/jspecify/"))))
                .findFirst()
                .orElseThrow();
        Path made = Files.createDirectories(PROJECT.resolve("target/release-work/repository"));
        try (Stream<Path> groups = Files.list(used)) {
            for (Path group : groups.toList()) {
                Path link = made.resolve(group.getFileName());
                if (!group.endsWith("dev") && !Files.exists(link)) {
                    Files.createSymbolicLink(link, group);
                }
            }
        }
        String version = version();
        Path place = Files.createDirectories(
                made.resolve("dev/periplus/periplus-core").resolve(version));
        for (String ending : List.of(".jar", ".pom")) {
            Path file = RELEASE.resolve("periplus-core-" + version + ending);
            Files.copy(file, place.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        return made;
    }

    @Test
    void whatProgramsRelyOnMustStay() throws Exception {
        String before = "package dev.periplus.api; public final class Some { public int one() { return 1; } }";
        String more = before.replace("public int one", "public int two() { return 2; } public int one");
        Path old = jar("old", before);
        assertEquals(List.of(), ApiChanges.between(old, jar("same", before), CLASS_PATH));
        assertEquals(List.of(), ApiChanges.between(old, jar("more", more), CLASS_PATH));
        assertEquals(
                List.of("dev.periplus.api.Some.one: METHOD_REMOVED"),
                ApiChanges.between(old, jar("less", before.replace("one", "two")), CLASS_PATH));
        assertEquals(List.of(), ApiChanges.between(library("\\.jar"), library("\\.jar"), CLASS_PATH));
    }

    private Path jar(String name, String source) throws Exception {
        Path made = Files.createDirectories(folder.resolve(name));
        Path file = made.resolve("Some.java");
        Files.writeString(file, source);
        ModuleJar.run("javac", "-d", made.resolve("classes").toString(), file.toString());
        return ApiChanges.packed(made.resolve("classes"), folder.resolve(name + ".jar"));
    }

    @Test
    void aVersionPromisesWhatSemanticVersioningSays() {
        assertTrue(ApiChanges.promises("1.2.3", "1.3.0"));
        assertFalse(ApiChanges.promises("1.2.3", "2.0.0"));
        assertTrue(ApiChanges.promises("0.1.0", "0.1.1-SNAPSHOT"));
        assertFalse(ApiChanges.promises("0.1.0", "0.2.0"));
    }

    /** A project of its own with a tag, so that the comparison with a release is seen to work before there is one. */
    @Test
    void theNewestTagIsTheReleaseToCompareWith() throws Exception {
        Path project = Files.createDirectories(folder.resolve("project"));
        Path source = Files.createDirectories(project.resolve("src/main/java/dev/periplus/api"))
                .resolve("Some.java");
        Files.writeString(source, "package dev.periplus.api; public interface Some { int one(); }");
        List<List<String>> steps = new ArrayList<>(List.of(
                List.of("git", "init", "-q"),
                List.of("git", "add", "."),
                List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one"),
                List.of("git", "tag", "v0.1.0")));
        for (List<String> step : steps) {
            Command ran = Command.run(project, step);
            assertEquals(0, ran.status(), ran.err());
        }
        Path now = jar("now", "package dev.periplus.api; interface Some { int two(); }");
        assertTrue(ApiChanges.check(project, folder.resolve("a"), "0.2.0", now, CLASS_PATH)
                .contains("since v0.1.0"));
        String refused = String.valueOf(org.junit.jupiter.api.Assertions.assertThrows(
                        IOException.class,
                        () -> ApiChanges.check(project, folder.resolve("b"), "0.1.1", now, CLASS_PATH))
                .getMessage());
        assertTrue(refused.contains("dev.periplus.api.Some"), refused);
    }
}
