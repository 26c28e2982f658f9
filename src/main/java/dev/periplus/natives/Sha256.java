package dev.periplus.natives;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * SHA-256 (FIPS 180-4) by the system's OpenSSL library, which is many times as fast as Java without its optimising
 * compiler, or else in Java.
 */
public final class Sha256 {
    private static final int BUFFER = 1 << 20;

    private Sha256() {}

    /**
     * Returns the digest of a file as 64 lower-case hexadecimal digits.
     *
     * @param progress receives the number of bytes of each read
     * @throws IOException also if the library fails
     */
    public static String of(Path path, LongConsumer progress) throws IOException {
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            MessageDigest digest = digest();
            if (digest instanceof OpenSslDigest) {
                // That of direct buffers stays until the next garbage collection.
                try (Memory freed = new Memory(BUFFER)) {
                    update(digest, in, freed.getByteBuffer(0, BUFFER), progress);
                }
            } else {
                update(digest, in, ByteBuffer.allocate(BUFFER), progress);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void update(MessageDigest digest, FileChannel in, ByteBuffer buffer, LongConsumer progress)
            throws IOException {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer.clear())) {
            digest.update(buffer.flip());
            progress.accept(read);
        }
    }

    /** Returns a digest for one thread at a time. */
    public static MessageDigest digest() {
        return OpenSslDigest.isThere() ? new OpenSslDigest() : java();
    }

    /** Returns a digest that needs no library. */
    static MessageDigest java() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
