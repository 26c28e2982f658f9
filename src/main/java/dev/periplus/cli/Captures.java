package dev.periplus.cli;

import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.engine.RunCount;
import java.io.IOException;
import java.io.PrintStream;
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
 * The captures that a command line names: as operands, with {@code -r}, and in lists. A folder stands for the captures
 * in it; a capture named twice is read once. What cannot be looked at in a folder counts as a capture, so that reading
 * it reports why.
 */
final class Captures {
    private Captures() {}

    /** Declares the options that name captures. */
    static Arguments declare(Arguments arguments) {
        return arguments
                .group("Input")
                .value("r", "read", "FILE", "capture to read; repeatable")
                .value(null, "list", "FILE", "read the captures listed in FILE, one path per line")
                .withTrailingFilter(true);
    }

    static List<String> named(Arguments arguments) throws UsageException, IOException {
        List<String> named = new ArrayList<>(arguments.all("read"));
        named.addAll(arguments.rest());
        return named(named, arguments.all("list"));
    }

    static List<String> named(List<String> words, List<String> lists) throws UsageException, IOException {
        missing(words, lists.isEmpty());
        List<String> named = new ArrayList<>(words);
        for (String list : lists) {
            named.addAll(listed(list));
        }
        if (named.isEmpty()) {
            throw new UsageException("no capture given; name files, folders, or - for standard input");
        }
        List<String> captures = new ArrayList<>();
        for (String path : named) {
            addFiles(path, captures);
        }
        if (captures.isEmpty()) {
            throw new UsageException("no capture in " + String.join(", ", named));
        }
        return List.copyOf(new LinkedHashSet<>(captures));
    }

    /**
     * Refuses files that are not there, if nothing else is to be read.
     */
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

    /** Refuses pipes and standard input, which can be read only once. */
    static void canBeReadAgain(List<String> captures, String command) throws UsageException {
        for (String capture : captures) {
            if (capture.equals("-") || isPipe(Path.of(capture))) {
                throw new UsageException(
                        command + " reads captures more than once; " + capture + " is no regular file");
            }
        }
    }

    private static boolean isPipe(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    /** Prints what is wrong with captures or interfaces, one line each; returns whether anything is. */
    static boolean printProblems(List<CaptureOutcome> outcomes, String before, PrintStream to) {
        boolean any = false;
        for (CaptureRead capture : RunCount.read(outcomes)) {
            String problem = capture.problem();
            if (problem != null) {
                any = true;
                to.println(before + problem);
            }
        }
        return any;
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
    static boolean isCapture(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.matches("(?is).*\\.(pcap|pcapng|cap|dmp|dump|trace)\\d*(\\.(gz|zst))?");
    }
}
