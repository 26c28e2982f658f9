package dev.periplus.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP file whose entries are listed, with their SHA-256, in one of them: {@code manifest.sha256}, lines of
 * {@code HEX  NAME} as {@code sha256sum} reads them. What vouches for the manifest vouches for all.
 */
public final class Archive {
    public static final String MANIFEST = "manifest.sha256";
    public static final String SIGNATURE = "manifest.sig";
    private static final int MOST_ENTRIES = 256;
    private static final long LARGEST = 4L << 30;
    private static final long LARGEST_MANIFEST = 1 << 20;

    private Archive() {}

    /** Returns the manifest of files by their names. */
    public static byte[] manifest(Map<String, Path> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
            try (InputStream in = Files.newInputStream(file.getValue())) {
                lines.append(sha256(in)).append("  ").append(file.getKey()).append('\n');
            }
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes an archive under its name once it is whole. */
    public static void write(Path target, Map<String, Path> files) throws IOException {
        try (PartFile part = PartFile.named(target)) {
            try (ZipOutputStream zip = new ZipOutputStream(part.out())) {
                for (Map.Entry<String, Path> file : files.entrySet()) {
                    zip.putNextEntry(new ZipEntry(file.getKey()));
                    Files.copy(file.getValue(), zip);
                    zip.closeEntry();
                }
                zip.finish();
                zip.flush();
            }
            part.complete();
        }
    }

    /**
     * Takes an archive apart into a folder.
     *
     * @return a sentence for each entry that is not as the manifest says
     * @throws IOException if it is no such archive
     */
    public static List<String> read(Path archive, Path folder) throws IOException {
        List<String> failures = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry manifest = zip.getEntry(MANIFEST);
            if (manifest == null || manifest.getSize() > LARGEST_MANIFEST) {
                throw new IOException(archive + ": no archive of exhibit: it has no " + MANIFEST);
            }
            copy(zip, manifest, folder);
            Map<String, String> listed = new TreeMap<>();
            for (String line : Files.readAllLines(folder.resolve(MANIFEST))) {
                if (!line.matches("\\p{XDigit}{64}  [A-Za-z0-9][A-Za-z0-9._-]{0,99}")
                        || listed.size() == MOST_ENTRIES) {
                    throw new IOException(archive + ": " + MANIFEST + " is damaged");
                }
                listed.put(line.substring(66), line.substring(0, 64));
            }
            for (Map.Entry<String, String> one : listed.entrySet()) {
                ZipEntry entry = zip.getEntry(one.getKey());
                if (entry == null) {
                    failures.add(one.getKey() + ": missing from the archive");
                } else if (!copy(zip, entry, folder).equals(one.getValue())) {
                    failures.add(one.getKey() + ": the file has changed (different SHA-256)");
                }
            }
            ZipEntry signature = zip.getEntry(SIGNATURE);
            if (signature != null) {
                copy(zip, signature, folder);
            }
            zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !listed.containsKey(name) && !name.equals(MANIFEST) && !name.equals(SIGNATURE))
                    .limit(MOST_ENTRIES)
                    .forEach(name -> failures.add(name + ": not in " + MANIFEST));
        }
        return failures;
    }

    private static String copy(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Path to = folder.resolve(entry.getName());
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] piece = new byte[8192];
            long left = LARGEST;
            MessageDigest digest = digest();
            try (OutputStream out = Files.newOutputStream(to)) {
                for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                    left -= count;
                    if (left < 0) {
                        throw new IOException(entry.getName() + ": unpacks to too many bytes");
                    }
                    digest.update(piece, 0, count);
                    out.write(piece, 0, count);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** The SHA-256 of a stream, in hex. */
    private static String sha256(InputStream in) throws IOException {
        MessageDigest digest = digest();
        try (DigestInputStream read = new DigestInputStream(in, digest)) {
            read.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
