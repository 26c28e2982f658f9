import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Compares the artifacts in a local Maven repository with {@code .mvn/checksums.sha256}. Maven 3.9 does so itself before
 * it uses an artifact; this is for older ones. Artifacts that are not there are skipped; the status is 1 if one differs.
 */
final class Checksums {
    private static final String SEPARATOR = "  ";

    private Checksums() {}

    /** @param arguments the list of checksums, and the local repository */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path list = Path.of(arguments[0]);
        Path repository = Path.of(arguments[1]);
        int differing = 0;
        for (String line : Files.readAllLines(list)) {
            int end = line.indexOf(SEPARATOR);
            Path artifact = repository.resolve(line.substring(end + SEPARATOR.length()));
            if (Files.exists(artifact) && !sha256(artifact).equals(line.substring(0, end))) {
                differing++;
                System.err.println(artifact + " differs from its checksum in " + list + "; delete it and build again");
            }
        }
        System.exit(differing == 0 ? 0 : 1);
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
