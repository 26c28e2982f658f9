package dev.periplus.release;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Makes the library {@code dev.periplus:periplus-core}: what the program is without its command line, with nothing of others in
 * it, as a module that shows {@code dev.periplus.api} and {@code dev.periplus.command} only; its sources, its documentation and
 * its pom.
 */
final class CoreLibrary {
    static final String NAME = "periplus-core";
    static final String MODULE = "dev.periplus.core";
    static final String API = "dev.periplus.api";
    static final String OPERATIONS = "dev.periplus.command";

    /** What add-ons provide. */
    static final String USES = """
                uses dev.periplus.api.FlowCorrelation;
                uses dev.periplus.api.FlowDetector;
                uses dev.periplus.api.FlowOutput;
                uses dev.periplus.api.PacketInput;
            """;

    /**
     * pcap4j is missing: it names a module {@code slf4j.api} that no longer exists, so that no module path can have it. Reading
     * captures needs none of it.
     */
    private static final String DECLARATION = """
            /** Says of flows what they really are. */
            module dev.periplus.core {
                requires static org.jspecify;
                requires com.github.luben.zstd_jni;
                requires com.github.oshi;
                requires com.lmax.disruptor;
                requires com.maxmind.db;
                requires com.sun.jna;
                requires java.management;
                requires java.net.http;
                requires java.sql;
                requires jdk.httpserver;
                requires jdk.management;
                requires jdk.security.auth;
                requires jdk.unsupported;
                requires org.slf4j;
                requires org.snakeyaml.engine;
                requires org.xerial.sqlitejdbc;
                requires tools.jackson.core;
                exports dev.periplus.api;
                exports dev.periplus.command;
                uses dev.periplus.report.AddedFormat;
            """ + USES + "}\n";

    /** What only the command line needs. */
    private static final Set<String> NOT_NEEDED =
            Set.of("commons-cli", "slf4j-simple", "jline-terminal", "jline-terminal-jni", "jline-native");

    private static final List<String> NOT_MODULES = List.of("pcap4j-", "slf4j-simple-", "commons-cli-", "jline-");
    private static final String COMMAND_LINE = "dev/periplus/cli/";

    private final Path project;
    private final Path work;
    private final String version;
    private final Archives archives;
    private final List<Path> parts = new ArrayList<>();

    private CoreLibrary(Path project, Path work, String version, Archives archives, String classPath) {
        this.project = project;
        this.work = work;
        this.version = version;
        this.archives = archives;
        for (String part : classPath.split(File.pathSeparator)) {
            if (part.endsWith(".jar")) {
                parts.add(Path.of(part));
            }
        }
    }

    /**
     * Writes the four files.
     *
     * @param classPath the parts of others, as Java was given them
     */
    static void make(Path project, Path work, Path out, String version, Archives archives, String classPath)
            throws IOException {
        CoreLibrary library = new CoreLibrary(project, work, version, archives, classPath);
        String name = NAME + "-" + version;
        Path jar = out.resolve(name + ".jar");
        library.jar(jar);
        Files.write(out.resolve(name + "-sources.jar"), archives.zip(tree(project.resolve("src/main/java"))));
        Files.write(out.resolve(name + "-javadoc.jar"), archives.zip(library.documentation()));
        Files.writeString(out.resolve(name + ".pom"), library.pom());
    }

    private static FileTree tree(Path folder) throws IOException {
        FileTree tree = new FileTree();
        for (Map.Entry<String, byte[]> file : files(folder).entrySet()) {
            tree.file(file.getKey(), FileTree.PLAIN, file.getValue());
        }
        return tree;
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                if (!name.startsWith(COMMAND_LINE)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    private void jar(Path jar) throws IOException {
        FileTree tree = tree(project.resolve("target/classes"));
        tree.text(
                "META-INF/MANIFEST.MF",
                FileTree.PLAIN,
                "Manifest-Version: 1.0\nImplementation-Version: " + version + "\n");
        Path folder = Files.createDirectories(work.resolve("core"));
        Path source = folder.resolve("module-info.java");
        Files.writeString(source, DECLARATION);
        Path classes = project.resolve("target/classes");
        ModuleJar.run(
                "javac",
                "-d",
                folder.toString(),
                "--release",
                "17",
                "--module-version",
                version,
                "--module-path",
                path(part -> NOT_MODULES.stream().noneMatch(part::startsWith)),
                "--patch-module",
                MODULE + "=" + classes,
                source.toString());
        tree.file("module-info.class", FileTree.PLAIN, Files.readAllBytes(folder.resolve("module-info.class")));
        Files.write(jar, archives.zip(tree));
    }

    private String path(Predicate<String> wanted) {
        List<String> names = parts.stream()
                .filter(part -> wanted.test(part.getFileName().toString()))
                .map(Path::toString)
                .toList();
        return String.join(File.pathSeparator, names);
    }

    private FileTree documentation() throws IOException {
        Path folder = work.resolve("javadoc");
        ModuleJar.run(
                "javadoc",
                "-quiet",
                "-notimestamp",
                "-Xdoclint:all,-missing",
                "-Werror",
                "-d",
                folder.toString(),
                "-sourcepath",
                project.resolve("src/main/java").toString(),
                "-classpath",
                path(part -> true),
                API,
                OPERATIONS);
        return tree(folder);
    }

    /** The pom, with the dependencies of the program less those of its command line. */
    private String pom() throws IOException {
        StringBuilder text = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.periplus</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <name>Periplus core</name>
                  <description>Tells for every flow what it really is: the library.</description>
                  <licenses><license><name>Apache-2.0</name><url>https://www.apache.org/licenses/LICENSE-2.0.txt</url></license></licenses>
                  <dependencies>
                """.formatted(NAME, version));
        Element root = document().getDocumentElement();
        List<Element> dependencies = new ArrayList<>(children(child(root, "dependencies"), "dependency"));
        // Those of others whose version this build decides: a pom passes no such decision on.
        dependencies.addAll(children(child(child(root, "dependencyManagement"), "dependencies"), "dependency"));
        Set<String> named = new HashSet<>();
        for (Element dependency : dependencies) {
            String artifact = content(dependency, "artifactId");
            String scope = content(dependency, "scope");
            boolean needed = !scope.equals("test") && !scope.equals("import") && !NOT_NEEDED.contains(artifact);
            if (needed && named.add(artifact)) {
                text.append(
                        "    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>\n"
                                .formatted(content(dependency, "groupId"), artifact, versionOf(artifact)));
            }
        }
        return text.append("  </dependencies>\n</project>\n").toString();
    }

    /** The version that this build uses, from the name of the jar. */
    private String versionOf(String artifact) throws IOException {
        for (Path part : parts) {
            String name = part.getFileName().toString();
            if (name.matches(artifact + "-\\d.*\\.jar")) {
                return name.substring(artifact.length() + 1, name.length() - ".jar".length());
            }
        }
        throw new IOException("no jar of " + artifact + " in the class path");
    }

    private Document document() throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            byte[] pom = Files.readAllBytes(project.resolve("pom.xml"));
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(pom));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("pom.xml: " + e.getMessage(), e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element child(Element parent, String name) throws IOException {
        List<Element> found = children(parent, name);
        if (found.size() != 1) {
            throw new IOException("pom.xml: " + found.size() + " elements " + name);
        }
        return found.get(0);
    }

    private static String content(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }
}
