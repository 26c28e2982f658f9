package dev.periplus.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container image (OCI image layout 1.0 in a tar, with the {@code manifest.json} that {@code docker load} reads): the
 * runtime and, from this machine, the libraries that it needs; no shell, no other program, not root.
 */
final class ContainerImage {
    /** The annotation that Podman takes the name from, and the one that Docker does where it keeps images in containerd. */
    private static final String NAME = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"periplus:latest\","
            + "\"io.containerd.image.name\":\"docker.io/library/periplus:latest\"}";

    private static final String USER = "65532";
    private static final Pattern LIBRARY = Pattern.compile("(?:.* => )?(/\\S+) \\(0x[0-9a-f]+\\)");
    private static final Pattern LIBPCAP = Pattern.compile(".* => (/\\S*/libpcap\\.so\\S*)");

    private final Archives archives;
    private final Instant time;

    ContainerImage(Archives archives, Instant time) {
        this.archives = archives;
        this.time = time;
    }

    /**
     * Makes the image.
     *
     * @param program files of the program with their paths
     * @param work the folder with the runtime and the native libraries of the program
     * @param command program and arguments before those of the user
     */
    byte[] make(FileTree program, Path work, List<String> command)
            throws IOException, InterruptedException, GeneralSecurityException {
        FileTree root = new FileTree();
        root.folder("tmp", 01777).folder("captures", 0755);
        root.text("etc/passwd", FileTree.PLAIN, "periplus:x:" + USER + ":" + USER + "::/tmp:/nonexistent\n");
        root.text("etc/group", FileTree.PLAIN, "periplus:x:" + USER + ":\n");
        for (Path library : libraries(work)) {
            root.file(library.toString().substring(1), FileTree.PROGRAM, Files.readAllBytes(library));
            copyright(root, library);
        }
        program.items().forEach((path, item) -> root.items().putIfAbsent(path, item));
        byte[] layer = archives.tar(root, "");
        byte[] zipped = Archives.gzip(layer);
        byte[] config = bytes("""
                {"created":"%s","architecture":"amd64","os":"linux","config":{"User":"%s:%s","WorkingDir":"/captures",\
                "Env":["LC_ALL=C.UTF-8","PATH=/usr/bin"],"Entrypoint":[%s]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
                """.formatted(time, USER, USER, quoted(command), Sums.sha256(layer)));
        byte[] manifest = bytes("""
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}
                """.formatted(
                        descriptor("application/vnd.oci.image.config.v1+json", config),
                        descriptor("application/vnd.oci.image.layer.v1.tar+gzip", zipped)));
        FileTree layout = new FileTree()
                .text("oci-layout", FileTree.PLAIN, "{\"imageLayoutVersion\":\"1.0.0\"}\n")
                .text(
                        "index.json",
                        FileTree.PLAIN,
                        "{\"schemaVersion\":2,\"manifests\":["
                                + descriptor("application/vnd.oci.image.manifest.v1+json", manifest, NAME) + "]}\n")
                .text(
                        "manifest.json",
                        FileTree.PLAIN,
                        "[{\"Config\":\"" + blob(config) + "\",\"RepoTags\":[\"periplus:latest\"],\"Layers\":[\""
                                + blob(zipped) + "\"]}]\n");
        for (byte[] content : List.of(config, manifest, zipped)) {
            layout.file(blob(content), FileTree.PLAIN, content);
        }
        return archives.tar(layout, "");
    }

    private static byte[] bytes(String text) {
        return text.strip().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(","));
    }

    private static String blob(byte[] content) throws GeneralSecurityException {
        return "blobs/sha256/" + Sums.sha256(content);
    }

    private static String descriptor(String type, byte[] content) throws GeneralSecurityException {
        return descriptor(type, content, "");
    }

    /** @param more further members, each after a comma */
    private static String descriptor(String type, byte[] content, String more) throws GeneralSecurityException {
        return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d%s}"
                .formatted(type, Sums.sha256(content), content.length, more);
    }

    /** What Java and the libraries below a folder, and libpcap if it is here, load from this system. */
    private static TreeSet<Path> libraries(Path work) throws IOException, InterruptedException {
        List<String> loading = new ArrayList<>(List.of("ldd"));
        try (Stream<Path> files = Files.walk(work)) {
            files.filter(file -> file.endsWith("bin/java") || file.toString().endsWith(".so"))
                    .map(Path::toString)
                    .forEach(loading::add);
        }
        TreeSet<Path> found = new TreeSet<>();
        for (String line : printed(List.of("/sbin/ldconfig", "-p"))) {
            Matcher libpcap = LIBPCAP.matcher(line);
            if (libpcap.matches()) {
                found.add(Path.of(libpcap.group(1)));
                loading.add(libpcap.group(1));
            }
        }
        for (String line : printed(loading)) {
            Matcher library = LIBRARY.matcher(line.strip());
            if (library.matches() && !Path.of(library.group(1)).startsWith(work)) {
                found.add(Path.of(library.group(1)));
            }
        }
        return found;
    }

    /** Adds the copyright file of the package that a library comes from. */
    private static void copyright(FileTree root, Path library) throws IOException, InterruptedException {
        // The system may have moved /lib into /usr since its packages were made.
        String real = library.toRealPath().toString();
        List<String> owner = List.of("dpkg", "-S", library.toString(), real, real.replaceFirst("^/usr/", "/"));
        for (String line : printed(owner)) {
            Path file = Path.of("/usr/share/doc", line.replaceAll("[:,].*", ""), "copyright");
            if (Files.isReadable(file)) {
                root.file(file.toString().substring(1), FileTree.PLAIN, Files.readAllBytes(file));
            }
        }
    }

    private static List<String> printed(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines().toList();
    }
}
