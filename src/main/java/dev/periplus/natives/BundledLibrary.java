package dev.periplus.natives;

import com.github.luben.zstd.util.Native;
import java.nio.file.Files;
import java.nio.file.Path;

/** A native library that comes with the program. */
public enum BundledLibrary {
    /** Calls every library of the system: libpcap, OpenSSL, the C library. */
    JNA("JNA", "jna.tmpdir"),
    SQLITE("SQLite", "java.io.tmpdir"),
    ZSTD("zstd", "java.io.tmpdir");

    private static final String TEMPORARY = "java.io.tmpdir";

    private final String word;
    private final String property;

    /** @param property of Java that names the folder the library is copied to */
    BundledLibrary(String word, String property) {
        this.word = word;
        this.property = property;
    }

    /** Loads zstd; without this its classes throw errors that are no exceptions. */
    public static void loadZstd() throws BundledLibraryException {
        try {
            Native.load();
        } catch (LinkageError e) {
            throw new BundledLibraryException(ZSTD.whyNot(), e);
        }
    }

    /** Whether JNA can be used. */
    public static boolean hasJna() {
        try {
            return com.sun.jna.Native.POINTER_SIZE > 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** Returns a sentence for a library that cannot be loaded. */
    public String whyNot() {
        return "cannot load the " + word + " library from " + folder()
                + ": the folder is full or does not allow writing or execution; name another one with"
                + " PERIPLUS_JAVA_OPTIONS=-D" + property + "=FOLDER";
    }

    /** The folder that the library is copied to. */
    private Path folder() {
        Path temporary = Path.of(System.getProperty(TEMPORARY));
        String chosen = System.getProperty(property);
        if (chosen != null) {
            return Path.of(chosen);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getProperty("user.home");
        Path cached = switch (System.getProperty("os.name")) {
            case "Linux" ->
                (cache == null || cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache)).resolve("JNA/temp");
            case "Mac OS X" -> Path.of(home, "Library/Caches/JNA/temp");
            default -> temporary;
        };
        return Files.isWritable(cached) ? cached : temporary;
    }
}
