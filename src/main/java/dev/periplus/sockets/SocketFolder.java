package dev.periplus.sockets;

import dev.periplus.address.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds saved socket tables among other files of a folder: text files in which {@link SocketFiles} recognises most
 * lines. Addresses in a file name, such as {@code ss-10.3.0.9.txt}, are those of the host; pids are joined across files
 * with the same addresses in the same folder.
 */
public final class SocketFolder {
    private static final Pattern NAME = Pattern.compile("[^.].*\\.(?i:txt|csv|log|out)", Pattern.DOTALL);
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d]|\\.\\d)|[0-9A-Fa-f]*(?::[0-9A-Fa-f]*){2,7}");

    private record Origin(Path folder, Set<Address> host) {}

    private SocketFolder() {}

    /**
     * Reads all tables among the files of a folder and its subfolders, except hidden ones. Skips files that cannot be
     * read.
     */
    public static List<Snapshot> read(Path folder, List<Path> files) throws IOException {
        Map<Origin, List<Path>> byOrigin = new LinkedHashMap<>();
        for (Path file : textFiles(folder, files)) {
            if (SocketFiles.isSocketList(file)) {
                byOrigin.computeIfAbsent(
                                new Origin(file.toAbsolutePath().getParent(), addresses(file)),
                                made -> new ArrayList<>())
                        .add(file);
            }
        }
        List<Snapshot> snapshots = new ArrayList<>();
        for (Map.Entry<Origin, List<Path>> origin : byOrigin.entrySet()) {
            snapshots.addAll(SocketFiles.read(origin.getValue(), origin.getKey().host(), null));
        }
        return snapshots;
    }

    private static List<Path> textFiles(Path folder, List<Path> files) {
        return files.stream()
                .filter(Files::isRegularFile)
                .filter(file -> isVisible(folder.relativize(file)))
                .filter(file -> NAME.matcher(name(file)).matches())
                .sorted()
                .toList();
    }

    private static boolean isVisible(Path inside) {
        for (Path part : inside) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static Set<Address> addresses(Path file) {
        Set<Address> addresses = new HashSet<>();
        for (Matcher found = ADDRESS.matcher(name(file)); found.find(); ) {
            Address address = Address.parse(found.group());
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
