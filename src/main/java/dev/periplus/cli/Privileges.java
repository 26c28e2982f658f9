package dev.periplus.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import dev.periplus.natives.BundledLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The rights of this process. */
final class Privileges {
    private Privileges() {}

    /**
     * Becomes another user for good: groups first, then the user (setuid(2) of glibc and musl covers every thread).
     *
     * @throws UsageException if there is no such user
     * @throws IOException if the system refuses
     */
    static void become(String user) throws UsageException, IOException {
        int uid = id("-u", user);
        int gid = id("-g", user);
        try {
            NativeLibrary c = NativeLibrary.getInstance("c");
            call(c, "initgroups", user, gid);
            call(c, "setgid", gid);
            call(c, "setuid", uid);
        } catch (LinkageError e) {
            String why = BundledLibrary.hasJna() ? "it works on Linux and macOS only" : BundledLibrary.JNA.whyNot();
            throw new IOException("--user: " + why, e);
        }
    }

    private static void call(NativeLibrary library, String name, Object... arguments) throws IOException {
        Function function = library.getFunction(name);
        if (function.invokeInt(arguments) != 0) {
            throw new IOException("--user: " + name + " was refused; only root can become another user");
        }
    }

    private static int id(String which, String user) throws UsageException, IOException {
        try {
            Process id = new ProcessBuilder("id", which, "--", user)
                    .redirectErrorStream(true)
                    .start();
            String number = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (id.waitFor() != 0 || !number.matches("\\d{1,9}")) {
                throw new UsageException("--user: unknown user '" + user + "'");
            }
            return Integer.parseInt(number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
