package dev.periplus.spark;

import dev.periplus.capture.Failures;
import dev.periplus.rulefile.RuleFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files of a read. */
final class Inputs {
    private final TreeMap<String, Input> found = new TreeMap<>();

    private Inputs() {}

    /**
     * Returns the files in the order of their paths; those of a folder are all its files, at any depth, but for lists of
     * accepted services. What cannot be listed is among them, with the reason.
     *
     * @param paths files, folders and patterns, separated by commas
     * @throws IOException if none of them is there
     */
    static List<Input> of(String paths, Configuration hadoop) throws IOException {
        Inputs inputs = new Inputs();
        boolean any = false;
        for (String part : paths.split(",")) {
            any |= inputs.add(new Path(part.strip()), hadoop);
        }
        if (!any) {
            throw new FileNotFoundException(paths + ": no such file");
        }
        return List.copyOf(inputs.found.values());
    }

    /** Adds what a path or pattern leads to; returns false if that is nothing. */
    private boolean add(Path pattern, Configuration hadoop) throws IOException {
        FileSystem system = pattern.getFileSystem(hadoop);
        FileStatus[] matches = system.globStatus(pattern);
        if (matches == null || matches.length == 0) {
            refused(pattern, "no such file");
            return false;
        }
        for (FileStatus match : matches) {
            gather(system, match);
        }
        return true;
    }

    private void gather(FileSystem system, FileStatus file) {
        Path path = file.getPath();
        if (file.isFile()) {
            found.put(
                    path.toString(),
                    new Input(path.toString(), name(path), file.getLen(), file.getModificationTime(), null));
            return;
        }
        try {
            for (FileStatus inside : system.listStatus(path)) {
                if (!inside.getPath().getName().equals(RuleFile.ACCEPTED.path())) {
                    gather(system, inside);
                }
            }
        } catch (IOException e) {
            refused(path, Failures.sentence(e));
        }
    }

    private void refused(Path path, String why) {
        found.put(path.toString(), new Input(path.toString(), name(path), -1, -1, why));
    }

    private static String name(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
    }
}
