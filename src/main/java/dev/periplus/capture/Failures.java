package dev.periplus.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Describes file errors to the user. */
public final class Failures {
    private Failures() {}

    /** Returns a sentence for the user: the file, if known, and what went wrong with it. */
    public static String sentence(IOException e) {
        boolean named = e instanceof FileSystemException file && file.getFile() != null;
        return named ? ((FileSystemException) e).getFile() + ": " + cause(e) : cause(e);
    }

    /** Returns a clause for the user. */
    static String cause(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof NotDirectoryException) {
            return "not a directory";
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

    /** Closes a resource that was only read; an error here does not affect what was read. */
    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            return;
        }
    }
}
