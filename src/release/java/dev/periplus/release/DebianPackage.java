package dev.periplus.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A package for Debian and Ubuntu (deb(5)) of files with their paths in the system. */
final class DebianPackage {
    /** Versions of the C library's symbols, as libraries name those that they need. */
    private static final Pattern C_LIBRARY = Pattern.compile("GLIBC_2\\.(\\d+)");

    private static final String RELOAD = """
            #!/bin/sh
            set -e
            if [ -d /run/systemd/system ]; then
                systemctl daemon-reload || true
            fi
            """;

    /** Services end before their program goes, but go on while it is replaced. */
    private static final String STOP = """
            #!/bin/sh
            set -e
            if [ -d /run/systemd/system ] && [ "$1" = remove ]; then
                systemctl stop 'periplus@*.service' || true
            fi
            """;

    private final Archives archives;
    private final String version;

    /** @param version of Periplus */
    DebianPackage(Archives archives, String version) {
        this.archives = archives;
        this.version = debian(version);
    }

    /** A snapshot sorts before the version that it leads to. */
    static String debian(String version) {
        return version.replace("-", "~");
    }

    byte[] make(FileTree files) throws IOException, GeneralSecurityException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
        FileTree control = new FileTree()
                .text("control", FileTree.PLAIN, control(files))
                .text("md5sums", FileTree.PLAIN, sums(files))
                .text("postinst", FileTree.PROGRAM, RELOAD)
                .text("prerm", FileTree.PROGRAM, STOP)
                .text("postrm", FileTree.PROGRAM, RELOAD);
        parts.put("control.tar.gz", Archives.gzip(archives.tar(control, "./")));
        parts.put("data.tar.gz", Archives.gzip(archives.tar(files, "./")));
        return archives.ar(parts);
    }

    private String control(FileTree files) {
        return """
                Package: periplus
                Version: %s
                Architecture: amd64
                Maintainer: The Periplus authors
                Installed-Size: %d
                Depends: libc6 (>= 2.%d), libgcc-s1, libstdc++6, zlib1g
                Recommends: libpcap0.8
                Section: net
                Priority: optional
                Description: what every network flow really is, and why
                 Periplus reads network traffic, live or from captures. For every flow it tells
                 what it really is, what its port is registered for, whether the two agree, and
                 why, with the bytes as evidence.
                """.formatted(version, size(files), cLibrary(files));
    }

    /** In KiB. */
    private static long size(FileTree files) {
        return files.items().values().stream()
                .mapToLong(item -> item.content() == null ? 1 : (item.content().length + 1023) / 1024)
                .sum();
    }

    /** The newest version of the C library that a library or program asks for. */
    static int cLibrary(FileTree files) {
        int newest = 0;
        for (FileTree.Item item : files.items().values()) {
            byte[] content = item.content();
            if (content != null && content.length > 4 && content[0] == 0x7f && content[1] == 'E') {
                Matcher versions = C_LIBRARY.matcher(new String(content, StandardCharsets.ISO_8859_1));
                while (versions.find()) {
                    newest = Math.max(newest, Integer.parseInt(versions.group(1)));
                }
            }
        }
        return newest;
    }

    private static String sums(FileTree files) throws GeneralSecurityException {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, FileTree.Item> entry : files.items().entrySet()) {
            byte[] content = entry.getValue().content();
            if (content != null) {
                byte[] sum = MessageDigest.getInstance("MD5").digest(content);
                out.append(HexFormat.of().formatHex(sum))
                        .append("  ")
                        .append(entry.getKey())
                        .append('\n');
            }
        }
        return out.toString();
    }
}
