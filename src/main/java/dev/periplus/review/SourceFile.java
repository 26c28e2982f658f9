package dev.periplus.review;

import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.engine.RunCount;
import dev.periplus.natives.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A capture whose bytes were hashed before they are read as packets. If the file changes meanwhile, because a program
 * still writes to it, the digest is not that of the bytes that were read, and no report may name it.
 *
 * @param sha256 of its bytes, in hexadecimal digits
 * @param state of the file before it was hashed
 */
record SourceFile(String path, String sha256, State state) {
    /** @param file identity of the file, or null where files have none */
    record State(long size, FileTime changed, @Nullable Object file) {
        static State of(Path path) throws IOException {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new State(now.size(), now.lastModifiedTime(), now.fileKey());
        }
    }

    /** @param progress receives the number of bytes of each read */
    static SourceFile hashed(String path, LongConsumer progress) throws IOException {
        State before = State.of(Path.of(path));
        return new SourceFile(path, Sha256.of(Path.of(path), progress), before);
    }

    /** Whether the file is no longer the one that was hashed. */
    private boolean hasChanged() {
        try {
            return !Objects.equals(state, State.of(Path.of(path)));
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns the capture with its digest; if the file has changed, with a sentence instead. */
    CaptureRead read(CaptureOutcome outcome) {
        if (!hasChanged()) {
            return RunCount.read(outcome, sha256);
        }
        CaptureRead read = RunCount.read(outcome, null);
        String changed = "changed while it was read, so its SHA-256 is unknown; review it again once it is complete";
        String damage = read.damage() == null ? changed : read.damage() + "; " + changed;
        return new CaptureRead(
                read.path(),
                read.format(),
                read.packets(),
                read.bytes(),
                read.firstTime(),
                read.lastTime(),
                damage,
                read.offset());
    }
}
