import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the bill of materials of {@code periplus.jar} in CycloneDX 1.6 (ECMA-424), the same for the same artifacts. The
 * status is 1 if a part has no licence text. {@code META-INF/licenses/ARTIFACT/SPDX-ID.txt} holds the licence of a part;
 * other files beside it hold notices and the licences of what the part contains.
 */
final class BillOfMaterials {
    private static final String LICENSES = "META-INF/licenses";
    private static final String TEXT = ".txt";

    private final Path classes;
    private final Path repository;

    private BillOfMaterials(Path classes, Path repository) {
        this.classes = classes;
        this.repository = repository;
    }

    /**
     * @param arguments the version of Periplus, the folder of its classes, the local repository, and the class path whose
     *     artifacts go into the jar
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        BillOfMaterials bill =
                new BillOfMaterials(Path.of(arguments[1]), Path.of(arguments[2]).toAbsolutePath());
        TreeMap<String, String> components = new TreeMap<>();
        Set<String> wanted = new TreeSet<>();
        for (String entry : arguments[3].split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                Path jar = Path.of(entry);
                wanted.add(artifact(jar));
                components.put(bill.purl(jar), bill.component(jar));
            }
        }
        bill.requireLicenses(wanted);
        Path out =
                Files.createDirectories(bill.classes.resolve("META-INF/sbom")).resolve("bom.json");
        Files.writeString(out, json(arguments[0], components));
    }

    /** The local repository stores {@code group/artifact/version/artifact-version.jar}. */
    private static String artifact(Path jar) {
        return jar.getParent().getParent().getFileName().toString();
    }

    private static String version(Path jar) {
        return jar.getParent().getFileName().toString();
    }

    private String group(Path jar) {
        Path folder = repository.relativize(jar.getParent().getParent().getParent());
        return folder.toString().replace(File.separatorChar, '.');
    }

    private String purl(Path jar) {
        return "pkg:maven/" + group(jar) + "/" + artifact(jar) + "@" + version(jar) + "?type=jar";
    }

    private String component(Path jar) throws IOException, GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        String licenses = texts(artifact(jar)).stream()
                .filter(name -> name.endsWith(TEXT))
                .map(name -> name.substring(0, name.length() - TEXT.length()))
                .map(id -> "{\"license\": {\"id\": \"" + id + "\"}}")
                .collect(Collectors.joining(", "));
        return """
                {"type": "library", "bom-ref": "%s", "group": "%s", "name": "%s", "version": "%s",
                      "hashes": [{"alg": "SHA-256", "content": "%s"}],
                      "licenses": [%s],
                      "purl": "%s"}""".formatted(
                        purl(jar),
                        group(jar),
                        artifact(jar),
                        version(jar),
                        HexFormat.of().formatHex(hash),
                        licenses,
                        purl(jar));
    }

    private List<String> texts(String artifact) throws IOException {
        Path folder = classes.resolve(LICENSES).resolve(artifact);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void requireLicenses(Set<String> wanted) throws IOException {
        boolean complete = true;
        for (String artifact : wanted) {
            if (texts(artifact).stream().noneMatch(name -> name.endsWith(TEXT))) {
                System.err.println("periplus.jar contains " + artifact + ", whose licence text is missing; add it as"
                        + " src/main/resources/" + LICENSES + "/" + artifact + "/SPDX-ID" + TEXT);
                complete = false;
            }
        }
        if (!complete) {
            System.exit(1);
        }
    }

    private static String json(String version, TreeMap<String, String> components) {
        String periplus = "pkg:maven/dev.periplus/periplus@" + version + "?type=jar";
        String parts =
                components.keySet().stream().map(purl -> '"' + purl + '"').collect(Collectors.joining(",\n      "));
        return """
                {
                  "bomFormat": "CycloneDX",
                  "specVersion": "1.6",
                  "version": 1,
                  "metadata": {
                    "component": {"type": "application", "bom-ref": "%s", "group": "dev.periplus", "name": "periplus",
                      "version": "%s", "licenses": [{"license": {"id": "Apache-2.0"}}], "purl": "%s"}
                  },
                  "components": [
                    %s
                  ],
                  "dependencies": [
                    {"ref": "%s", "dependsOn": [
                      %s]}
                  ]
                }
                """.formatted(periplus, version, periplus, String.join(",\n    ", components.values()), periplus, parts);
    }
}
