package dev.periplus.review;

import com.sun.security.auth.module.UnixSystem;
import dev.periplus.capture.Failures;
import dev.periplus.file.PartFile;
import dev.periplus.file.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a case keeps its results between reviews, or none.
 *
 * <p>How it works. Cases come from other people, so what lies in the folder of a case is not trusted. Results are kept
 * in a folder of the user's own, one per case, unless the user names another. A folder is used only if it is no link,
 * belongs to this user, and nobody else can write to it. While a review uses it, it is locked. If any of this fails,
 * nothing is kept, and the review goes on.
 */
public final class StateFolder implements AutoCloseable {
    private static final String INSIDE = ".periplus";
    private static final String LOCK = "lock";

    private final @Nullable Path path;
    private final @Nullable FileChannel lock;

    /** The key of the user whose results are kept here. */
    private final StateSeal seal;

    private StateFolder(@Nullable Path path, @Nullable FileChannel lock, StateSeal seal) {
        this.path = path;
        this.lock = lock;
        this.seal = seal;
    }

    /** The user's folder for the results of all cases (XDG Base Directory Specification, XDG_STATE_HOME). */
    public static Path own(Map<String, String> environment) {
        String chosen = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = Path.of(chosen).isAbsolute()
                ? Path.of(chosen)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return base.resolve("periplus");
    }

    /**
     * Opens the folder of a case.
     *
     * @param own the user's folder for the results of all cases; also holds the key that seals them
     * @param named folder chosen by the user for this case, or null
     */
    public static StateFolder of(Path caseFolder, Path own, @Nullable Path named, Watcher watcher) {
        try {
            return open(caseFolder, own, named, watcher);
        } catch (IOException e) {
            watcher.note("nothing is kept for the next review, which reads everything again: " + Failures.sentence(e));
            return new StateFolder(null, null, StateSeal.ofThisRun());
        }
    }

    private static StateFolder open(Path caseFolder, Path own, @Nullable Path named, Watcher watcher)
            throws IOException {
        Path inside = caseFolder.resolve(INSIDE);
        if (named == null && Files.exists(inside, LinkOption.NOFOLLOW_LINKS)) {
            watcher.note(inside + ": saved results inside of a case are not used, because its author may have written"
                    + " them; delete them, or use them with --state");
        }
        if (!own.isAbsolute()) {
            throw new IOException("this user has no home folder; name a folder with --state");
        }
        usable(own);
        StateSeal seal = StateSeal.in(own);
        Path path = named == null ? own.resolve(StateSeal.nameOf(caseFolder)) : named;
        usable(path);
        FileChannel lock = PrivateFiles.openOrCreate(path.resolve(LOCK));
        if (!isLocked(lock)) {
            lock.close();
            throw new FileSystemException(path.toString(), null, "another review is using it");
        }
        removeUnfinished(path);
        return new StateFolder(path, lock, seal);
    }

    /** Creates the folder if it is missing; throws if others could have written there. */
    private static void usable(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            throw new FileSystemException(folder.toString(), null, "it is a symbolic link; name the folder itself");
        }
        PrivateFiles.createFolder(folder);
        PosixFileAttributeView view =
                Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        PosixFileAttributes attributes = view.readAttributes();
        Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals((int) new UnixSystem().getUid())) {
            throw new FileSystemException(
                    folder.toString(),
                    null,
                    "it belongs to " + attributes.owner().getName());
        }
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new FileSystemException(folder.toString(), null, "other users can write to it");
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Removes what a killed review left. */
    private static void removeUnfinished(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                if (PartFile.isUnfinished(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Whether results are kept. */
    boolean keeps() {
        return path != null;
    }

    StateSeal seal() {
        return seal;
    }

    /** Where a file of the state lies. */
    Path file(String name) {
        if (path == null) {
            throw new IllegalStateException("nothing is kept");
        }
        return path.resolve(name);
    }

    /** Opens a file of the state, which must be no link. */
    InputStream read(String name) throws IOException {
        return Files.newInputStream(file(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
