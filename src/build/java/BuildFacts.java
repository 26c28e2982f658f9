import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes what the program says of its own build: version and commit into {@code META-INF/periplus.properties}, licence and
 * notice into {@code META-INF/licenses/periplus}. The commit is empty without Git or outside of a clone; it ends in
 * {@code -dirty} if files that Git follows differ from it.
 */
final class BuildFacts {
    private static final List<String> DESCRIBE =
            List.of("git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty");

    private BuildFacts() {}

    /** @param arguments the version, the folder of the project, and that of its classes */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path project = Path.of(arguments[1]);
        Path out = Path.of(arguments[2]).resolve("META-INF");
        Path licenses = Files.createDirectories(out.resolve("licenses/periplus"));
        for (String name : List.of("LICENSE", "NOTICE")) {
            Files.copy(project.resolve(name), licenses.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                out.resolve("periplus.properties"), "version=" + arguments[0] + "\ncommit=" + commit(project) + "\n");
    }

    private static String commit(Path project) throws InterruptedException {
        if (!Files.exists(project.resolve(".git"))) {
            return "";
        }
        try {
            Process git = new ProcessBuilder(DESCRIBE)
                    .directory(project.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return git.waitFor() == 0 && said.matches("[0-9a-f]{40}(-dirty)?") ? said : "";
        } catch (IOException e) {
            return ""; // no Git
        }
    }
}
