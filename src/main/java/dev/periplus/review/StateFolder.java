package dev.periplus.review;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a {@link CaseState}: inside the case or chosen by the user; if neither works, a temporary one. */
public final class StateFolder implements AutoCloseable {
    private static final String NAME = ".periplus";

    private final Path path;
    private final boolean temporary;

    private StateFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * @param named folder chosen by the user, or null
     * @throws IOException if the chosen folder cannot be created
     */
    public static StateFolder of(Path caseFolder, @Nullable Path named, Watcher watcher) throws IOException {
        if (named != null) {
            Files.createDirectories(named);
            return new StateFolder(named, false);
        }
        Path inside = caseFolder.resolve(NAME);
        if (isWritable(inside)) {
            return new StateFolder(inside, false);
        }
        watcher.note(inside + " is not writable: the next review reads everything again;"
                + " --state FOLDER saves it elsewhere");
        return new StateFolder(Files.createTempDirectory("periplus-review"), true);
    }

    private static boolean isWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            try (Stream<Path> inside = Files.list(path)) {
                for (Path file : List.copyOf(inside.toList())) {
                    Files.delete(file);
                }
            }
            Files.delete(path);
        }
    }
}
