package dev.periplus.sockets;

import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Saved socket tables of any bytes. A file is read, or refused with {@link SocketFileException}; what it says of sockets
 * and processes is printable.
 */
public final class FuzzSockets {
    private static final int LONGEST_SEED = 4096;

    private FuzzSockets() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Path file = Must.file(bytes);
        List<Snapshot> snapshots;
        try {
            snapshots = SocketFiles.read(List.of(file), Set.of(), Instant.EPOCH);
        } catch (SocketFileException refused) {
            Must.bePrintable(String.valueOf(refused.getMessage()));
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Snapshot snapshot : snapshots) {
            snapshot.sockets().forEach(socket -> Must.bePrintable(socket.toString(), ""));
        }
        Owners.saved(snapshots);
    }

    public static List<byte[]> seeds() {
        return FuzzSeed.files(Path.of("src/test/resources/sockets"), "", LONGEST_SEED);
    }
}
