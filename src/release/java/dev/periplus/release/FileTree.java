package dev.periplus.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a package by their path, which has no leading slash; folders come before what they hold. */
final class FileTree {
    static final int PLAIN = 0644;
    static final int PROGRAM = 0755;

    /**
     * A file, folder or symbolic link.
     *
     * @param mode permissions
     * @param content bytes of a file; null for others
     * @param target of a link; null for others
     */
    record Item(
            int mode, byte @Nullable [] content, @Nullable String target) {
        boolean isFolder() {
            return content == null && target == null;
        }
    }

    private final SortedMap<String, Item> items = new TreeMap<>();

    SortedMap<String, Item> items() {
        return items;
    }

    FileTree file(String path, int mode, byte[] content) {
        return put(path, new Item(mode, content, null));
    }

    FileTree text(String path, int mode, String content) {
        return file(path, mode, content.getBytes(StandardCharsets.UTF_8));
    }

    FileTree link(String path, String target) {
        return put(path, new Item(0777, null, target));
    }

    FileTree folder(String path, int mode) {
        return put(path, new Item(mode, null, null));
    }

    /** Adds the files below a folder of the disk; of their permissions, only whether they can be executed is kept. */
    FileTree copy(String path, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                file(path + "/" + name, Files.isExecutable(file) ? PROGRAM : PLAIN, Files.readAllBytes(file));
            }
        }
        return this;
    }

    /** Adds all of another tree below a folder. */
    FileTree within(String path, FileTree other) {
        other.items.forEach((name, item) -> put(path + "/" + name, item));
        return this;
    }

    private FileTree put(String path, Item item) {
        int parent = path.lastIndexOf('/');
        if (parent > 0 && !items.containsKey(path.substring(0, parent))) {
            folder(path.substring(0, parent), 0755);
        }
        items.put(path, item);
        return this;
    }
}
