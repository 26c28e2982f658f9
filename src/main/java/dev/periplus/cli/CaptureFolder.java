package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that somebody may ask about and not leave. Links are followed only to name the folder itself, and to files
 * inside it that are asked for by name. Whoever can replace files while they are read can defeat this.
 */
public final class CaptureFolder {
    private static final String ACCEPTED = "accepted.yaml";

    private final Path root;

    private CaptureFolder(Path root) {
        this.root = root;
    }

    /** @throws IOException if there is no such folder */
    static CaptureFolder of(Path folder) throws IOException {
        Path root = folder.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new IOException(folder + " is not a folder");
        }
        return new CaptureFolder(root);
    }

    /** Its absolute path, without links. */
    public Path root() {
        return root;
    }

    /**
     * The captures in it and its subfolders now, in the order of their paths; links are left out.
     *
     * @throws IOException if it cannot be read, or if an {@code accepted.yaml}, which reviews read, leads out of it
     */
    public List<Path> captures() throws IOException {
        List<Path> all = FolderFiles.of(root).files();
        for (Path file : all) {
            if (file.endsWith(ACCEPTED)) {
                file(root.relativize(file).toString());
            }
        }
        return all.stream()
                .filter(file -> Captures.isCapture(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .sorted()
                .toList();
    }

    /**
     * Returns the regular file of this name, which is relative to the folder, or absolute.
     *
     * @throws NoSuchFileException if there is none inside the folder; whether there is one outside stays untold
     */
    public Path file(String name) throws NoSuchFileException {
        try {
            Path file = root.resolve(name).toRealPath();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                return file;
            }
        } catch (IOException | InvalidPathException e) {
            throw new NoSuchFileException(name, null, "no such file in the folder");
        }
        throw new NoSuchFileException(name, null, "no such file in the folder");
    }
}
