package dev.periplus.capture;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes the SHA-256 of files (FIPS 180-4) with the system's OpenSSL library, which is many times as fast, or else in
 * Java.
 */
public final class Sha256 {
    private static final int BUFFER = 1 << 20;
    private static final int JAVA_BUFFER = 1 << 16;
    private static final int BYTES = 32;
    private static final boolean NATIVE = Crypto.load();

    private Sha256() {}

    /** Functions of libcrypto, version 1.1 or 3; EVP_DigestInit(3). */
    private static final class Crypto {
        static boolean load() {
            for (String name : new String[] {"libcrypto.so.3", "libcrypto.so.1.1"}) {
                try {
                    Native.register(Crypto.class, name);
                    return true;
                } catch (LinkageError e) {
                    continue; // no such library, or JNA cannot be loaded
                }
            }
            return false;
        }

        static native Pointer EVP_MD_CTX_new();

        static native Pointer EVP_sha256();

        static native int EVP_DigestInit_ex(Pointer context, Pointer type, @Nullable Pointer engine);

        static native int EVP_DigestUpdate(Pointer context, Pointer bytes, long length);

        static native int EVP_DigestFinal_ex(Pointer context, byte[] digest, @Nullable Pointer length);

        static native void EVP_MD_CTX_free(Pointer context);
    }

    /**
     * Returns the digest of a file as 64 lower-case hexadecimal digits.
     *
     * @param progress receives the number of bytes of each read
     */
    public static String of(Path path, LongConsumer progress) throws IOException {
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            return HexFormat.of().formatHex(NATIVE ? byOpenSsl(in, progress) : byJava(in, progress));
        }
    }

    /** Reads into memory that is freed at once; that of direct buffers stays until the next garbage collection. */
    private static byte[] byOpenSsl(FileChannel in, LongConsumer progress) throws IOException {
        Pointer context = Crypto.EVP_MD_CTX_new();
        try (Memory bytes = new Memory(BUFFER)) {
            ByteBuffer buffer = bytes.getByteBuffer(0, BUFFER);
            boolean done = Crypto.EVP_DigestInit_ex(context, Crypto.EVP_sha256(), null) == 1;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer.clear())) {
                done &= Crypto.EVP_DigestUpdate(context, bytes, read) == 1;
                progress.accept(read);
            }
            byte[] digest = new byte[BYTES];
            done &= Crypto.EVP_DigestFinal_ex(context, digest, null) == 1;
            if (!done) {
                throw new IOException("OpenSSL failed to compute SHA-256");
            }
            return digest;
        } finally {
            Crypto.EVP_MD_CTX_free(context);
        }
    }

    private static byte[] byJava(FileChannel in, LongConsumer progress) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(JAVA_BUFFER);
        MessageDigest digest = digest();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer.clear())) {
            digest.update(buffer.flip());
            progress.accept(read);
        }
        return digest.digest();
    }

    /** Returns a digest for data that is not in a file. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
