package dev.periplus.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Turns the jar into one Java module, so that jlink can take it into a runtime: its services become {@code provides}, of
 * its native libraries only those of Linux x64 stay, and of classes for several versions of Java those of this one.
 */
final class ModuleJar {
    static final String NAME = "dev.periplus";
    static final String NATIVES = "natives";
    static final String MAIN = NAME + "/dev.periplus.cli.Main";

    /** Words after the options of Java that start the program; libpcap is called from the module. */
    static final List<String> START = List.of("--enable-native-access=" + NAME, "-m", MAIN);

    /** What Periplus and its parts need of Java; none draws on a screen, so the desktop is left out. */
    private static final String NEEDS = """
                requires java.net.http;
                requires java.sql;
                requires jdk.httpserver;
                requires java.management;
                requires jdk.management;
                requires jdk.unsupported;
                requires jdk.security.auth;
            """;

    /** What plugins provide to the command line, which the jar itself has none of. */
    private static final String PLUGINS = """
                uses dev.periplus.cli.AddedCommand;
                uses dev.periplus.report.AddedFormat;
            """;

    private static final String SERVICES = "META-INF/services/";

    /** Native libraries lie in folders named after systems. */
    private static final Pattern NATIVE =
            Pattern.compile("(com/sun/jna/[a-z]+[a-z0-9]*-[^/]+|org/sqlite/native|org/jline/nativ/[A-Z][^/.]+"
                    + "|aix|darwin|freebsd|linux|win)/.*");

    private static final Pattern OURS = Pattern.compile(
            "(com/sun/jna/linux-x86-64|(org/sqlite/native|org/jline/nativ)/Linux/x86_64|linux/amd64)/.*");

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> services = new TreeMap<>();

    private final Archives archives;

    private ModuleJar(Archives archives) {
        this.archives = archives;
    }

    /** Writes {@code dev.periplus.jar} into a folder of its own, which is a module path. */
    static Path make(Path jar, Path folder, Archives archives) throws IOException {
        ModuleJar module = new ModuleJar(archives);
        module.read(jar);
        module.natives(Files.createDirectories(folder.resolve(NATIVES)));
        Path modules = Files.createDirectories(folder.resolve("modules"));
        Path made = modules.resolve(NAME + ".jar");
        module.write(made);
        module.files.put("module-info.class", module.declaration(made, folder));
        module.write(made);
        return modules;
    }

    private void read(Path jar) throws IOException {
        try (JarFile in = new JarFile(jar.toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
            for (JarEntry entry : in.versionedStream().toList()) {
                String name = entry.getName();
                boolean foreign =
                        NATIVE.matcher(name).matches() && !OURS.matcher(name).matches();
                if (entry.isDirectory() || foreign || name.equals(JarFile.MANIFEST_NAME)) {
                    continue;
                }
                try (InputStream bytes = in.getInputStream(entry)) {
                    if (name.startsWith(SERVICES)) {
                        services.put(name.substring(SERVICES.length()), providers(bytes.readAllBytes()));
                    } else {
                        files.put(name, bytes.readAllBytes());
                    }
                }
            }
        }
    }

    /** Puts the native libraries beside the modules, where their needs can be seen. */
    private void natives(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(".so")) {
                Files.write(folder.resolve(file.getKey().replace('/', '-')), file.getValue());
            }
        }
    }

    private static String providers(byte[] file) {
        return new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private void write(Path jar) throws IOException {
        FileTree tree = new FileTree();
        files.forEach((name, content) -> tree.file(name, FileTree.PLAIN, content));
        Files.write(jar, archives.zip(tree));
    }

    private byte[] declaration(Path jar, Path folder) throws IOException {
        StringBuilder text = new StringBuilder("open module " + NAME + " {\n" + NEEDS + CoreLibrary.USES + PLUGINS);
        services.forEach((service, providers) -> text.append("    uses " + service + ";\n")
                .append("    provides " + service + " with " + providers + ";\n"));
        Path source = folder.resolve("module-info.java");
        Files.writeString(source, text.append("}\n"));
        run("javac", "-d", folder.toString(), "--patch-module", NAME + "=" + jar, source.toString());
        return Files.readAllBytes(folder.resolve("module-info.class"));
    }

    /** Runs a tool of the JDK. */
    static void run(String tool, String... arguments) throws IOException {
        ToolProvider found = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new IOException("this Java has no " + tool + "; a release needs a JDK"));
        int status = found.run(System.out, System.err, arguments);
        if (status != 0) {
            throw new IOException(tool + " ended with status " + status);
        }
    }
}
