package dev.periplus.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives whose bytes depend on their files and one time only: tar (POSIX.1-1988 ustar), ar, gzip and zip. */
final class Archives {
    private static final int BLOCK = 512;

    /** A name longer than the first field of its header is split at a slash, and begins in the second field. */
    private static final int NAME = 100;

    private static final int PREFIX = 155;

    private final Instant time;

    /** @param time that every file has, in whole seconds */
    Archives(Instant time) {
        this.time = time;
    }

    /** Returns a tar of root's files; {@code root} comes before each path, such as {@code "./"}. */
    byte[] tar(FileTree tree, String root) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, FileTree.Item> entry : tree.items().entrySet()) {
            FileTree.Item item = entry.getValue();
            byte[] content = item.content() == null ? new byte[0] : item.content();
            out.write(header(root + entry.getKey() + (item.isFolder() ? "/" : ""), item, content.length));
            out.write(content);
            out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }
        out.write(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private byte[] header(String path, FileTree.Item item, int length) throws IOException {
        int split = path.length() <= NAME ? -1 : path.indexOf('/', path.length() - NAME - 1);
        if (path.length() > NAME && (split < 0 || split > PREFIX)) {
            throw new IOException("name too long for tar: " + path);
        }
        byte[] header = new byte[BLOCK];
        text(header, 0, path.substring(split + 1));
        octal(header, 100, 8, item.mode());
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, length);
        octal(header, 136, 12, time.getEpochSecond());
        header[156] = (byte) (item.isFolder() ? '5' : item.target() != null ? '2' : '0');
        text(header, 157, item.target() == null ? "" : item.target());
        text(header, 257, "ustar\00000");
        text(header, 265, "root");
        text(header, 297, "root");
        text(header, 345, split < 0 ? "" : path.substring(0, split));
        // The sum of all bytes, its own field taken for blanks.
        text(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        text(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void octal(byte[] header, int at, int width, long number) {
        text(header, at, String.format("%0" + (width - 1) + "o", number));
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** Returns an ar archive, the form of Debian's packages; names have at most 16 characters. */
    byte[] ar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            int length = file.getValue().length;
            out.write(String.format(
                            "%-16s%-12d%-6d%-6d%-8s%-10d`\n",
                            file.getKey(), time.getEpochSecond(), 0, 0, "100644", length)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(file.getValue());
            out.write(new byte[] {'\n'}, 0, length % 2);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zipped = new Smallest(out)) {
            zipped.write(content);
        }
        return out.toByteArray();
    }

    byte[] zip(FileTree tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zipped = new ZipOutputStream(out)) {
            zipped.setLevel(Deflater.BEST_COMPRESSION);
            for (Map.Entry<String, FileTree.Item> entry : tree.items().entrySet()) {
                FileTree.Item item = entry.getValue();
                ZipEntry header = new ZipEntry(entry.getKey() + (item.isFolder() ? "/" : ""));
                header.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
                zipped.putNextEntry(header);
                zipped.write(item.content() == null ? new byte[0] : item.content());
            }
        }
        return out.toByteArray();
    }

    /** Gzip without a time, as small as it gets. */
    private static final class Smallest extends GZIPOutputStream {
        Smallest(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
