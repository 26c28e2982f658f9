package dev.periplus.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a capture writes, to be checked before it starts.
 *
 * @param files written in place
 * @param folders in which files come and go
 */
record OutputPlaces(List<Path> files, List<Path> folders) {
    /**
     * @param packets the file of {@code -w}, or null
     * @param selected whether it holds only packets of matching flows; the others wait beside it
     */
    static OutputPlaces of(Outputs outputs, @Nullable Path packets, boolean selected) {
        List<Path> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        for (Path file : outputs.files()) {
            (outputs.limits() == null ? files : folders).add(file);
        }
        if (packets != null) {
            files.add(packets);
            if (selected) {
                folders.add(packets);
            }
        }
        return new OutputPlaces(
                files, folders.stream().map(OutputPlaces::folder).toList());
    }

    /**
     * Checks that this process can write everywhere.
     *
     * @param who names its user
     */
    void require(String who) throws IOException {
        for (Path file : files) {
            if (!isWritable(file)) {
                throw new IOException(who + " cannot write " + file + "; choose a folder that this user can write");
            }
        }
        for (Path folder : folders) {
            if (!isWritable(folder)) {
                throw new IOException(
                        who + " cannot create files in " + folder + "; choose a folder that this user can write");
            }
        }
    }

    /** Whether a file or folder can be written or, if there is none, created. */
    private static boolean isWritable(Path path) {
        return Files.exists(path) ? Files.isWritable(path) : isWritable(folder(path));
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }
}
