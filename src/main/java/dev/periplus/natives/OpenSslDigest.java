package dev.periplus.natives;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** SHA-256 by libcrypto, version 1.1 or 3: EVP_DigestInit(3). */
final class OpenSslDigest extends MessageDigest {
    private static final int BYTES = 32;

    /** Bytes of an array are copied out of the heap in pieces of this size. */
    private static final int PIECE = 1 << 14;

    private static final boolean THERE = load();
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<Memory> PIECES = ThreadLocal.withInitial(() -> new Memory(PIECE));

    private final Context context = new Context(EVP_MD_CTX_new());

    /** What the library keeps of a digest; freed with it. */
    private record Context(Pointer pointer) implements Runnable {
        @Override
        public void run() {
            EVP_MD_CTX_free(pointer);
        }
    }

    OpenSslDigest() {
        super("SHA-256");
        CLEANER.register(this, context);
        engineReset();
    }

    /** Whether the system has the library. */
    static boolean isThere() {
        return THERE;
    }

    private static boolean load() {
        for (String name : new String[] {"libcrypto.so.3", "libcrypto.so.1.1"}) {
            try {
                Native.register(OpenSslDigest.class, name);
                return true;
            } catch (LinkageError e) {
                continue; // no such library, or JNA cannot be loaded
            }
        }
        return false;
    }

    private static native Pointer EVP_MD_CTX_new();

    private static native Pointer EVP_sha256();

    private static native int EVP_DigestInit_ex(Pointer context, Pointer type, @Nullable Pointer engine);

    private static native int EVP_DigestUpdate(Pointer context, Pointer bytes, long length);

    private static native int EVP_DigestFinal_ex(Pointer context, byte[] digest, @Nullable Pointer length);

    private static native void EVP_MD_CTX_free(Pointer context);

    private static void check(int done) {
        if (done != 1) {
            throw new IllegalStateException("OpenSSL failed to compute SHA-256");
        }
    }

    @Override
    protected int engineGetDigestLength() {
        return BYTES;
    }

    @Override
    protected void engineReset() {
        check(EVP_DigestInit_ex(context.pointer, EVP_sha256(), null));
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        Memory piece = PIECES.get();
        for (int done = 0; done < length; done += PIECE) {
            int more = Math.min(PIECE, length - done);
            piece.write(0, input, offset + done, more);
            check(EVP_DigestUpdate(context.pointer, piece, more));
        }
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        if (input.isDirect()) {
            Pointer bytes = Native.getDirectBufferPointer(input).share(input.position());
            check(EVP_DigestUpdate(context.pointer, bytes, input.remaining()));
            input.position(input.limit());
        } else {
            super.engineUpdate(input);
        }
    }

    @Override
    protected byte[] engineDigest() {
        byte[] digest = new byte[BYTES];
        check(EVP_DigestFinal_ex(context.pointer, digest, null));
        engineReset();
        return digest;
    }
}
