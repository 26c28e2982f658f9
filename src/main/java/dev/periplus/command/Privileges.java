package dev.periplus.command;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import dev.periplus.natives.BundledLibrary;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives up what a capture no longer needs once its interfaces are open. */
final class Privileges {
    private static final String SUDO_USER = "SUDO_UID";
    private static final String NOBODY = "nobody";

    /** {@code PR_SET_NO_NEW_PRIVS} (Linux, prctl(2)). */
    private static final int NO_NEW_PRIVILEGES = 38;

    private Privileges() {}

    /**
     * Becomes another user for good: the named one; without a name, if root runs this, the user who called sudo, else
     * nobody. Then forbids this thread, and threads that it starts, to gain privileges by executing a program (Linux).
     *
     * @param named null for the default
     * @return the user that root became by default, or null
     * @throws UsageException if there is no such user
     * @throws IOException if the system refuses
     */
    static @Nullable SystemUser drop(@Nullable String named, Map<String, String> environment)
            throws UsageException, IOException {
        if (Platform.isWindows()) {
            if (named != null) {
                throw new IOException("--user works on Linux and macOS only");
            }
            return null;
        }
        if (!BundledLibrary.hasJna()) {
            throw new IOException("cannot give up the rights of root: " + BundledLibrary.JNA.whyNot());
        }
        NativeLibrary c = NativeLibrary.getInstance("c");
        int current = invoke(c, "geteuid");
        SystemUser user = named == null ? usual(current, environment) : asked(named);
        if (user != null && user.number() != current) {
            become(c, user);
        }
        if (Platform.isLinux() && invoke(c, "prctl", NO_NEW_PRIVILEGES, 1L, 0L, 0L, 0L) != 0) {
            throw new IOException("the system refused to forbid new privileges");
        }
        return named == null ? user : null;
    }

    private static SystemUser asked(String name) throws UsageException {
        SystemUser user = SystemUser.named(name);
        if (user == null) {
            throw new UsageException("--user: unknown user '" + name + "'");
        }
        return user;
    }

    /** The user that root becomes; null for any other user. */
    private static @Nullable SystemUser usual(int current, Map<String, String> environment) throws IOException {
        if (current != 0) {
            return null;
        }
        String sudo = environment.getOrDefault(SUDO_USER, "");
        SystemUser caller = sudo.matches("[1-9]\\d{0,8}") ? SystemUser.numbered(Integer.parseInt(sudo)) : null;
        SystemUser user = caller == null ? SystemUser.named(NOBODY) : caller;
        if (user == null) {
            throw new IOException(
                    "there is no user " + NOBODY + " to become; name one with --user (root to stay root)");
        }
        return user;
    }

    /** Groups first, then the user: setuid(2) of glibc and musl covers every thread. */
    private static void become(NativeLibrary c, SystemUser user) throws IOException {
        if (invoke(c, "initgroups", user.name(), user.group()) != 0
                || invoke(c, "setgid", user.group()) != 0
                || invoke(c, "setuid", user.number()) != 0) {
            throw new IOException("the system refused to make this process user " + user.name()
                    + "; only root can become another user, and --user root stays root");
        }
    }

    private static int invoke(NativeLibrary library, String name, Object... arguments) {
        return library.getFunction(name).invokeInt(arguments);
    }
}
