import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts a plugin together: a folder with a jar of its own classes and, as they came, the jars it needs that the program
 * does not hold.
 */
final class PluginFolder {
    private static final String TESTS = ".*Test(\\$.*)?\\.class";

    private PluginFolder() {}

    /**
     * @param arguments the folder to write, the folder with the compiled classes, the folder with the resources, the
     *     package of the plugin as a path, the class path, and the beginnings of the names of the jars to take from it
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        try (OutputStream file = Files.newOutputStream(folder.resolve(folder.getFileName() + ".jar"));
                ZipOutputStream jar = new ZipOutputStream(file)) {
            add(jar, Path.of(arguments[1]), Path.of(arguments[1], arguments[3]));
            add(jar, Path.of(arguments[2]), Path.of(arguments[2]));
        }
        List<String> wanted = List.of(arguments).subList(5, arguments.length);
        for (String entry : arguments[4].split(java.io.File.pathSeparator)) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (name.endsWith(".jar") && wanted.stream().anyMatch(name::startsWith)) {
                Files.copy(jar, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Adds files in the order of their names and without their times, so that the same classes make the same jar. */
    private static void add(ZipOutputStream jar, Path root, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (!name.matches(TESTS)) {
                    ZipEntry entry = new ZipEntry(name);
                    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                    jar.putNextEntry(entry);
                    Files.copy(file, jar);
                    jar.closeEntry();
                }
            }
        }
    }
}
