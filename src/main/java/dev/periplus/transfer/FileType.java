package dev.periplus.transfer;

import dev.periplus.text.NameTable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of executable or archive, known by its first bytes ({@code file-types.tsv}).
 *
 * @param id lower case
 * @param name as people say it
 * @param executable whether a system runs it as it is; otherwise it is an archive
 */
public record FileType(String id, String name, boolean executable) {
    /** So many bytes tell the type of a file, if it has one. */
    static final int HEAD = 1024;

    private static final List<Known> ALL = read();

    /** Bytes at an offset, or at the offset that is stored there. */
    private record Part(boolean pointer, int offset, byte[] bytes) {
        boolean isIn(byte[] file, int from, int length) {
            int at = offset;
            if (pointer) {
                if (at + Integer.BYTES > length) {
                    return false;
                }
                at = 0;
                for (int i = Integer.BYTES - 1; i >= 0; i--) {
                    at = at << Byte.SIZE | file[from + offset + i] & 0xff;
                }
            }
            if (at < 0 || at > length - bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (file[from + at + i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Known(FileType type, List<Part> parts) {
        boolean fits(byte[] file, int from, int length) {
            for (Part part : parts) {
                if (!part.isIn(file, from, length)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The type of a file that begins with these bytes, or null. */
    static @Nullable FileType of(byte[] bytes, int from, int length) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).fits(bytes, from, length)) {
                return ALL.get(i).type;
            }
        }
        return null;
    }

    private static List<Known> read() {
        List<Known> all = new ArrayList<>();
        NameTable.read(FileType.class, "file-types.tsv").forEach((id, cells) -> {
            List<Part> parts = new ArrayList<>();
            for (String cell : cells.subList(2, cells.size())) {
                boolean pointer = cell.startsWith("*");
                int colon = cell.indexOf(':');
                int offset = Integer.parseInt(cell.substring(pointer ? 1 : 0, colon));
                parts.add(new Part(pointer, offset, HexFormat.of().parseHex(cell.substring(colon + 1))));
            }
            all.add(new Known(new FileType(id, cells.get(0), cells.get(1).equals("executable")), parts));
        });
        return List.copyOf(all);
    }
}
