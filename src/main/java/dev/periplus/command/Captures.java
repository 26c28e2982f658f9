package dev.periplus.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Captures to read. A folder stands for the captures in it; a capture named twice is read once. What cannot be looked at in a
 * folder counts as a capture, so that reading it reports why.
 *
 * @param named files and folders, as they were named
 * @param files paths of the captures, or {@code -} for standard input
 */
public record Captures(List<String> named, List<String> files) {
    /** Copies the lists. */
    public Captures {
        named = List.copyOf(named);
        files = List.copyOf(files);
    }

    /**
     * Finds captures.
     *
     * @param named files, folders, or {@code -}
     * @throws UsageException if there is no capture
     * @throws NoSuchFileException if none of the files is there
     */
    public static Captures of(String... named) throws UsageException, IOException {
        return of(List.of(named), List.of());
    }

    /**
     * Finds captures.
     *
     * @param named files, folders, or {@code -}
     * @param lists text files with one path per line
     * @throws UsageException if there is no capture, or if a list is not text
     * @throws NoSuchFileException if none of the files is there and there are no lists
     */
    public static Captures of(List<String> named, List<String> lists) throws UsageException, IOException {
        missing(named, lists.isEmpty());
        List<String> all = new ArrayList<>(named);
        for (String list : lists) {
            all.addAll(listed(list));
        }
        if (all.isEmpty()) {
            throw new UsageException("no capture given; name files, folders, or - for standard input");
        }
        List<String> captures = new ArrayList<>();
        for (String path : all) {
            addFiles(path, captures);
        }
        if (captures.isEmpty()) {
            throw new UsageException("no capture in " + String.join(", ", all));
        }
        return new Captures(named, List.copyOf(new LinkedHashSet<>(captures)));
    }

    /** Packets of an add-on in place of captures. */
    static Captures ofAddOn(String name) {
        return new Captures(List.of(name), List.of(name));
    }

    /** Refuses files that are not there, if nothing else is to be read. */
    private static void missing(List<String> words, boolean nothingElse) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String word : words) {
            if (!word.equals("-") && !Files.exists(Path.of(word), LinkOption.NOFOLLOW_LINKS)) {
                missing.add(word);
            }
        }
        if (nothingElse && !words.isEmpty() && missing.size() == words.size()) {
            throw new NoSuchFileException(String.join(", ", missing));
        }
    }

    private static List<String> listed(String list) throws UsageException, IOException {
        try {
            List<String> lines = Files.readAllLines(Path.of(list));
            if (lines.stream().noneMatch(line -> line.indexOf(0) >= 0)) {
                return lines.stream().filter(line -> !line.isBlank()).toList();
            }
        } catch (CharacterCodingException e) {
            // neither text nor a list, as below
        }
        throw new UsageException("--list takes a text file with one path per line, and " + list + " is not text");
    }

    private static void addFiles(String path, List<String> into) throws IOException {
        if (path.equals("-") || !Files.isDirectory(Path.of(path))) {
            into.add(path);
            return;
        }
        FolderFiles inside = FolderFiles.of(Path.of(path));
        Stream.concat(inside.files().stream().filter(Captures::isCapture), inside.unreadable().stream())
                .map(Path::toString)
                .sorted()
                .forEach(into::add);
    }

    /** Selects the files of a folder by name; a file that the user names is read whatever its name. */
    public static boolean isCapture(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.matches("(?is).*\\.(pcap|pcapng|cap|dmp|dump|trace)\\d*(\\.(gz|zst))?");
    }

    /** Returns the folder that holds all these files, itself or in its folders. */
    static Path commonFolder(List<String> captures) {
        Path common = null;
        for (String capture : captures) {
            Path folder = Path.of(capture).toAbsolutePath().normalize().getParent();
            common = common == null ? folder : common;
            while (folder != null && common != null && !folder.startsWith(common)) {
                common = common.getParent();
            }
        }
        return common == null ? Path.of("").toAbsolutePath() : common;
    }

    Path commonFolder() {
        return commonFolder(files);
    }

    /** Refuses pipes and standard input, which can be read only once. */
    void canBeReadAgain(String command) throws UsageException {
        for (String capture : files) {
            if (capture.equals("-") || isPipe(Path.of(capture))) {
                throw new UsageException(
                        command + " reads captures more than once; " + capture + " is no regular file");
            }
        }
    }

    private static boolean isPipe(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }
}
