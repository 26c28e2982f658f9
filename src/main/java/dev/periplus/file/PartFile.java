package dev.periplus.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * A file that appears under its name only once it is whole. Until then it is a file beside it with a random name that
 * ends in {@code .part}; if it is closed before {@link #complete}, nothing is left. Only its owner can read it.
 */
public final class PartFile implements Closeable {
    private static final Pattern NAME = Pattern.compile(".*\\.[0-9a-f]{1,8}\\.part", Pattern.DOTALL);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path target;
    private final Path part;
    private final OutputStream out;
    private boolean complete;

    private PartFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        out = Channels.newOutputStream(channel);
    }

    /** Begins a file. */
    public static PartFile begin(Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + "." + Integer.toHexString(RANDOM.nextInt()) + ".part");
        return new PartFile(target, part, PrivateFiles.create(part));
    }

    /** Whether a name is that of an unfinished file. */
    public static boolean isUnfinished(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** Where the bytes go; whoever closes it need not have completed the file. */
    public OutputStream out() {
        return out;
    }

    /** The file that this becomes. */
    public Path target() {
        return target;
    }

    /** Makes the file durable and gives it its name, in place of a file that has the name already. */
    public void complete() throws IOException {
        out.close();
        PrivateFiles.sync(part);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        complete = true;
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.sync(folder);
        }
    }

    /** Removes the file unless it is complete. */
    @Override
    public void close() throws IOException {
        out.close();
        if (!complete) {
            Files.deleteIfExists(part);
        }
    }
}
