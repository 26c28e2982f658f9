package dev.periplus.cli;

import java.io.IOException;
import java.lang.reflect.Proxy;

/**
 * Handles signals of the operating system. Java offers them in {@code sun.misc} only, which compilers warn about; on a
 * runtime without it, signals keep their default action.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs an action on a thread of its own when the signal, as {@code "INT"}, arrives. Returns false if that is
     * impossible.
     */
    static boolean handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, of) -> {
                        if (method.getDeclaringClass() != Object.class) {
                            action.run();
                            return null;
                        }
                        return method.getName().equals("equals") ? of[0] == self : System.identityHashCode(self);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false; // Windows has no HUP
        }
    }

    /**
     * Sends this process the signal, whose default action is in effect; returns once that is done. Java itself raises only
     * signals that it handles.
     */
    static void send(String name) {
        try {
            String kill = "kill -s " + name + " " + ProcessHandle.current().pid();
            new ProcessBuilder("sh", "-c", kill).start().waitFor();
        } catch (IOException e) {
            return; // no shell, so no job control either
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Restores the default action of the signal. */
    static void leave(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            handler.getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return; // it was never handled
        }
    }
}
