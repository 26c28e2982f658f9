package dev.periplus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why writing failed, which a PrintStream hides. */
final class StandardOutput extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private @Nullable IOException failure;

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Why results were lost, or null if they were not. */
    @Nullable
    String loss() {
        IOException cause = failure;
        return cause == null ? null : String.valueOf(cause.getMessage());
    }

    /** Whether the reader closed the pipe, as {@code head} does: it has what it wanted. */
    boolean closedByReader() {
        String loss = loss();
        return loss != null && loss.contains("Broken pipe");
    }
}
