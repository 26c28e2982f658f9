package dev.periplus.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Makes everything that a release has, in {@code target/release}. What is made on Linux x64 depends on the sources, the
 * JDK and, for the container image, the libraries of this machine.
 */
final class Release {
    private static final List<String> DOCUMENTS = List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md");
    private static final String HOME = "usr/lib/periplus";
    private static final String DOC = "usr/share/doc/periplus/";

    private final Path project;
    private final Path out;
    private final Path work;
    private final String version;
    private final Instant time;
    private final Archives archives;

    private Release(Path project, String version, Instant time) {
        this.project = project;
        this.version = version;
        this.time = time;
        this.out = project.resolve("target/release");
        this.work = project.resolve("target/release-work");
        this.archives = new Archives(time);
    }

    /** @param arguments folder of the project, version, and the time that all files have (ISO 8601) */
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        Locale.setDefault(Locale.ROOT);
        new Release(Path.of(arguments[0]).toRealPath(), arguments[1], Instant.parse(arguments[2])).make();
    }

    private void make() throws IOException, InterruptedException, GeneralSecurityException {
        clear(out);
        clear(work);
        Path jar = project.resolve("target/periplus.jar");
        Files.copy(jar, out.resolve(named(".jar")), StandardCopyOption.REPLACE_EXISTING);
        billOfMaterials(jar);
        Path modules = ModuleJar.make(jar, work, archives);
        Path runtime = RuntimeImage.make(modules, project.resolve("captures"), work);
        Launcher launcher = Launcher.read(project.resolve("periplus"));
        Manual manual = new Manual(version, time, CommandHelp.all(runtime.resolve("bin/java")));
        FileTree program = new FileTree()
                .text("bin/periplus", FileTree.PROGRAM, launcher.text())
                .copy("runtime", runtime);
        String completion = CommandHelp.says(runtime.resolve("bin/java"), List.of("completion", "bash"));
        archive(program, manual, completion);
        packages(program, manual, completion);
        container(runtime, launcher);
        windows(jar);
        homebrew(jar);
        write(named("-sigma.zip"), archives.zip(SigmaRules.of(project.resolve("rules/findings.yaml"))));
        String classPath = System.getProperty("java.class.path");
        CoreLibrary.make(project, work, out, version, archives, classPath);
        Path library = out.resolve(CoreLibrary.NAME + "-" + version + ".jar");
        System.out.println(ApiChanges.check(project, work, version, library, classPath));
        Sums.write(out);
    }

    private String named(String ending) {
        return "periplus-" + version + ending;
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(out.resolve(name), content);
    }

    private String packaged(String name) throws IOException {
        return Files.readString(project.resolve("src/release/packages").resolve(name));
    }

    /** The parts of the jar, and the Java runtime that packages add. */
    private void billOfMaterials(Path jar) throws IOException {
        String java = """
                {"type": "platform", "bom-ref": "java-runtime", "name": "OpenJDK", "version": "%s", "supplier": {"name": "%s"},
                      "licenses": [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}]}""".formatted(Runtime.version(), System.getProperty("java.vendor"));
        try (JarFile in = new JarFile(jar.toFile())) {
            byte[] parts =
                    in.getInputStream(in.getEntry("META-INF/sbom/bom.json")).readAllBytes();
            String bill = new String(parts, StandardCharsets.UTF_8);
            String head = "\"components\": [";
            if (!bill.contains(head)) {
                throw new IOException("the bill of materials has another form than expected");
            }
            write(
                    named(".cdx.json"),
                    bill.replace(head, head + "\n    " + java + ",").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void archive(FileTree program, Manual manual, String completion) throws IOException {
        FileTree files = new FileTree().within(named(""), program);
        files.within(named("/share/man"), manual.pages(false));
        files.text(named("/share/bash-completion/completions/periplus"), FileTree.PLAIN, completion);
        documents(files, named("/"));
        write(named("-linux-x64.tar.gz"), Archives.gzip(archives.tar(files, "")));
    }

    private void documents(FileTree files, String folder) throws IOException {
        for (String document : DOCUMENTS) {
            files.file(folder + document, FileTree.PLAIN, Files.readAllBytes(project.resolve(document)));
        }
    }

    private void packages(FileTree program, Manual manual, String completion)
            throws IOException, GeneralSecurityException {
        FileTree files = new FileTree().within(HOME, program);
        files.link("usr/bin/periplus", "../lib/periplus/bin/periplus");
        files.within("usr/share/man", manual.pages(true));
        files.text("usr/share/bash-completion/completions/periplus", FileTree.PLAIN, completion);
        files.file(
                "usr/lib/systemd/system/periplus@.service",
                FileTree.PLAIN,
                Files.readAllBytes(project.resolve("src/main/systemd/periplus@.service")));
        files.text(DOC + "copyright", FileTree.PLAIN, text("NOTICE") + "\n" + text("LICENSE"));
        files.file(
                DOC + "changelog.gz",
                FileTree.PLAIN,
                Archives.gzip(Files.readAllBytes(project.resolve("CHANGELOG.md"))));
        files.file(DOC + "README.md", FileTree.PLAIN, Files.readAllBytes(project.resolve("README.md")));
        write(
                "periplus_" + DebianPackage.debian(version) + "_amd64.deb",
                new DebianPackage(archives, version).make(files));
        new RpmPackage(version, time).make(files, HOME, DebianPackage.cLibrary(files), out);
    }

    private String text(String name) throws IOException {
        return Files.readString(project.resolve(name));
    }

    private void container(Path runtime, Launcher launcher)
            throws IOException, InterruptedException, GeneralSecurityException {
        FileTree files = new FileTree().copy(HOME + "/runtime", runtime);
        files.text(DOC + "copyright", FileTree.PLAIN, text("NOTICE") + "\n" + text("LICENSE"));
        List<String> command = new ArrayList<>(List.of("/" + HOME + "/runtime/bin/java"));
        command.addAll(launcher.options());
        command.addAll(ModuleJar.START);
        write(named("-container.tar"), new ContainerImage(archives, time).make(files, work, command));
    }

    private void windows(Path jar) throws IOException {
        FileTree files = new FileTree().text(named("/periplus.cmd"), FileTree.PROGRAM, packaged("periplus.cmd"));
        files.file(named("/periplus.jar"), FileTree.PLAIN, Files.readAllBytes(jar));
        documents(files, named("/"));
        write(named("-windows.zip"), archives.zip(files));
    }

    private void homebrew(Path jar) throws IOException, GeneralSecurityException {
        String formula = packaged("periplus.rb")
                .replace("@VERSION@", version)
                .replace("@SHA256@", Sums.sha256(Files.readAllBytes(jar)));
        write("periplus.rb", formula.getBytes(StandardCharsets.UTF_8));
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
