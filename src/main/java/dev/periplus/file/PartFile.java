package dev.periplus.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A file that appears under its name only once it is whole. Until then it is a file beside it with a random name that
 * ends in {@code .part}; if it is closed before {@link #complete}, or the process ends, nothing is left. Only its owner
 * can read it.
 */
public final class PartFile implements Closeable {
    private static final Pattern NAME = Pattern.compile(".*\\.[0-9a-f]{1,8}\\.part", Pattern.DOTALL);

    private final Path target;

    /** Where the bytes go until the file is complete; the target itself if it is no file that could be replaced. */
    private final Path part;

    private final OutputStream out;
    private boolean complete;

    private PartFile(Path target, Path part, OutputStream out) {
        this.target = target;
        this.part = part;
        this.out = new NamedOutput(out, target);
    }

    /** Begins a file; if a link has its name, the link is replaced. */
    public static PartFile begin(Path target) throws IOException {
        // no secret: it is created only if nothing has its name
        String random = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        Path part = target.resolveSibling(target.getFileName() + "." + random + ".part");
        OutputStream out = Channels.newOutputStream(PrivateFiles.create(part));
        part.toFile().deleteOnExit();
        return new PartFile(target, part, out);
    }

    /** Begins a file that the user named: links are followed, and a device or pipe is written to directly. */
    public static PartFile named(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new PartFile(file, file, Files.newOutputStream(file));
        }
        return begin(Files.exists(file) ? file.toRealPath() : file);
    }

    /** Opens a file that the user named and that others read while it grows. */
    public static OutputStream growing(Path file) throws IOException {
        boolean there = Files.exists(file);
        OutputStream out = there ? Files.newOutputStream(file) : Channels.newOutputStream(PrivateFiles.create(file));
        return new NamedOutput(out, file);
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

    /** The unfinished file, for writers that open it themselves. */
    public Path path() {
        return part;
    }

    /** Makes the file durable and gives it its name, in place of a file that has the name already. */
    public void complete() throws IOException {
        out.close();
        complete = true;
        if (part.equals(target)) {
            return;
        }
        PrivateFiles.sync(part);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.sync(folder);
        }
    }

    /** Removes the file unless it is complete. */
    @Override
    public void close() throws IOException {
        out.close();
        if (!complete && !part.equals(target)) {
            Files.deleteIfExists(part);
        }
    }
}
