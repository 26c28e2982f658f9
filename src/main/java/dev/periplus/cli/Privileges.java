package dev.periplus.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The rights of this process. */
final class Privileges {
    private Privileges() {}

    /**
     * Becomes another user for good: its groups, then itself (setuid(2) of glibc and musl does so for every thread).
     *
     * @throws UsageException where there is no such user
     * @throws IOException where the system refuses
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
            throw new IOException("--user works on Linux and macOS only", e);
        }
    }

    private static void call(NativeLibrary library, String name, Object... arguments) throws IOException {
        Function function = library.getFunction(name);
        if (function.invokeInt(arguments) != 0) {
            throw new IOException("--user: " + name + " was refused; it takes root to become another user");
        }
    }

    private static int id(String which, String user) throws UsageException, IOException {
        try {
            Process id = new ProcessBuilder("id", which, "--", user)
                    .redirectErrorStream(true)
                    .start();
            String number = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (id.waitFor() != 0 || !number.matches("\\d{1,9}")) {
                throw new UsageException("--user: there is no user '" + user + "'");
            }
            return Integer.parseInt(number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
