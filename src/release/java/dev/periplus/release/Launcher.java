package dev.periplus.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The launcher of packages: the one of the source tree, less what builds and what looks for a JDK. */
final class Launcher {
    private static final String FROM = "# source tree:";
    private static final String TO = "# source tree.";
    private static final String PACKAGED = "#= ";
    private static final String OPTIONS = "options=\"";

    private final List<String> lines = new ArrayList<>();

    private Launcher() {}

    static Launcher read(Path file) throws IOException {
        Launcher launcher = new Launcher();
        boolean inTree = false;
        for (String line : Files.readAllLines(file)) {
            if (line.equals(inTree ? TO : FROM)) {
                inTree = !inTree;
            } else if (!inTree && !isAboutTree(line)) {
                launcher.lines.add(line.startsWith(PACKAGED) ? line.substring(PACKAGED.length()) : line);
            }
        }
        if (inTree || launcher.lines.size() < 10) {
            throw new IOException(file + ": '" + FROM + "' without '" + TO + "'");
        }
        return launcher;
    }

    /** The comment at the head tells of building. */
    private static boolean isAboutTree(String line) {
        return line.startsWith("# Starts Periplus") || line.startsWith("# Packages leave out");
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** The options for Java that do not depend on the command. */
    List<String> options() throws IOException {
        for (String line : lines) {
            if (line.startsWith(OPTIONS)) {
                return List.of(
                        line.substring(OPTIONS.length(), line.length() - 1).split(" "));
            }
        }
        throw new IOException("the launcher sets no options");
    }
}
