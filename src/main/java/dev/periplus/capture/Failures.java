package dev.periplus.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words. */
public final class Failures {
    private Failures() {}

    /** A sentence for the user: the file where it is known, and what went wrong with it. */
    public static String sentence(IOException e) {
        boolean named = e instanceof FileSystemException file && file.getFile() != null;
        return named ? ((FileSystemException) e).getFile() + ": " + cause(e) : cause(e);
    }

    /** A clause for the user. */
    static String cause(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Closes what was only read from: an error then changes nothing of what was read. */
    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            return;
        }
    }
}
