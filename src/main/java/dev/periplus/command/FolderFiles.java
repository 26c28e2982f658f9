package dev.periplus.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a folder and its subfolders hold. Links to files count as files, links to folders are not followed, and folders
 * in which Periplus keeps results are left out.
 */
public final class FolderFiles extends SimpleFileVisitor<Path> {
    private static final String KEPT = ".periplus";

    private final List<Path> files = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();

    private final Path named;
    private final Path walked;

    private FolderFiles(Path named, Path walked) {
        this.named = named;
        this.walked = walked;
    }

    /**
     * Lists a folder; whatever cannot be listed does not stop the rest.
     *
     * @throws IOException if there is no such folder
     */
    public static FolderFiles of(Path folder) throws IOException {
        Path walked = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
        FolderFiles found = new FolderFiles(folder, walked);
        Files.walkFileTree(walked, found);
        return found;
    }

    /** The path as the user would name it. */
    private Path asNamed(Path path) {
        return path.equals(walked) ? named : named.resolve(walked.relativize(path));
    }

    /** Regular files, and links that lead to one or nowhere. */
    public List<Path> files() {
        return files;
    }

    /** Files and folders that could not be looked at, for lack of rights or because the path is too long. */
    public List<Path> unreadable() {
        return unreadable;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return isKept(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()
                || attributes.isSymbolicLink() && (Files.isRegularFile(file) || !Files.exists(file))) {
            files.add(asNamed(file));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException why) {
        if (!isKept(path)) {
            unreadable.add(asNamed(path));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException why) {
        if (why != null) {
            unreadable.add(asNamed(folder));
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isKept(Path path) {
        return String.valueOf(path.getFileName()).equals(KEPT);
    }
}
