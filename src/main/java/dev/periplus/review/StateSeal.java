package dev.periplus.review;

import dev.periplus.file.PartFile;
import dev.periplus.natives.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that this user wrote an index: an HMAC-SHA256 (RFC 2104) over its lines, with a key that only this user has.
 * Copied, damaged or invented results do not pass.
 */
final class StateSeal {
    private static final String KEY_FILE = "key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int NAME_DIGITS = 32;

    private final byte[] key;

    private StateSeal(byte[] key) {
        this.key = key;
    }

    /** Reads the key of a folder; creates it if the folder has none. */
    static StateSeal in(Path folder) throws IOException {
        Path file = folder.resolve(KEY_FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            try (PartFile part = PartFile.begin(file)) {
                part.out().write(ofThisRun().key);
                part.complete();
            }
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] key = in.readNBytes(KEY_BYTES);
            if (key.length < KEY_BYTES) {
                throw new FileSystemException(file.toString(), null, "it is cut short; delete it");
            }
            return new StateSeal(key);
        }
    }

    /** A key that nobody keeps. */
    static StateSeal ofThisRun() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new StateSeal(key);
    }

    /** The name of the folder for the results of a case: its own name for people, and a digest of where it lies. */
    static String nameOf(Path caseFolder) throws IOException {
        Path real = caseFolder.toRealPath();
        byte[] digest = Sha256.digest().digest(real.toString().getBytes(StandardCharsets.UTF_8));
        String name = String.valueOf(real.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
        String start = name.substring(0, Math.min(name.length(), NAME_DIGITS));
        return start + "-" + HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS);
    }

    /** Returns the seal of the lines, as hexadecimal digits. */
    String of(List<String> lines) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (String line : lines) {
                mac.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether a seal is that of the lines. */
    boolean holds(String seal, List<String> lines) {
        return MessageDigest.isEqual(
                seal.getBytes(StandardCharsets.UTF_8), of(lines).getBytes(StandardCharsets.UTF_8));
    }
}
