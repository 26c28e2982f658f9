package dev.periplus.command;

import dev.periplus.file.PartFile;
import dev.periplus.file.PrivateFiles;
import dev.periplus.transfer.CarriedFile;
import dev.periplus.transfer.Destination;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes files into a folder, under names of its own that end with the stated ones made safe. Nobody but the owner can read
 * them, and nobody can execute them.
 */
final class ExtractedFiles implements Destination {
    private static final int MOST_FILES = 10_000;
    private static final int LONGEST = 100;

    private final Path folder;
    private final long flow;
    private final List<Written> written = new ArrayList<>();
    private final String otherName;
    private long left;
    private int begun;

    /**
     * A file that was written.
     *
     * @param cut bytes beyond the limit, which are not in it
     */
    record Written(Path path, CarriedFile file, long cut) {}

    /**
     * @param otherName of files that have no name of their own; may be empty
     * @param most bytes of all files together
     */
    ExtractedFiles(Path folder, long flow, String otherName, long most) {
        this.otherName = otherName;
        this.folder = folder;
        this.flow = flow;
        left = most;
    }

    /** A file that grows, as far as the limit allows. */
    private final class Open extends OutputStream {
        private final @Nullable PartFile part;
        private final CarriedFile file;
        private long cut;

        Open(@Nullable PartFile part, CarriedFile file) {
            this.part = part;
            this.file = file;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int here = part == null ? 0 : (int) Math.min(left, length);
            if (part != null && here > 0) {
                part.out().write(bytes, offset, here);
                left -= here;
            }
            cut += length - here;
        }

        @Override
        public void close() throws IOException {
            if (part != null) {
                part.complete();
                written.add(new Written(part.target(), file, cut));
            }
        }
    }

    @Override
    public OutputStream open(CarriedFile carried) throws IOException {
        String name = carried.name().isEmpty() ? otherName : carried.name();
        begun++;
        PartFile part = null;
        if (begun <= MOST_FILES && left > 0) {
            PrivateFiles.createFolder(folder);
            part = PartFile.begin(folder.resolve(safe(name, flow, begun)));
        }
        return new Open(part, carried);
    }

    /**
     * Returns {@code flow12-1-setup.exe}: its beginning keeps it from being a device, hidden or an option; letters that mean
     * something to a shell or a file system become low lines.
     */
    static String safe(String name, long flow, int number) {
        StringBuilder safe = new StringBuilder();
        int from = Math.max(0, name.length() - LONGEST);
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            boolean dot = c == '.' && i > from && i < name.length() - 1 && name.charAt(i - 1) != '.';
            safe.append(plain || dot ? c : '_');
        }
        return "flow" + flow + "-" + number + (safe.isEmpty() ? "" : "-" + safe);
    }

    /** What was written, in the order in which the files ended. */
    List<Written> written() {
        return written;
    }

    /** Files of which nothing was written, because of the limits. */
    int leftOut() {
        return begun - written.size();
    }
}
