package dev.periplus.cli;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. Java has them in {@code sun.misc} only, which compilers warn of and every runtime has;
 * where one has not, signals do what they usually do.
 */
final class Signals {
    private Signals() {}

    /** From now on the signal, as {@code "INT"}, runs this on a thread of its own. False where that cannot be. */
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

    /** From now on the signal does what it usually does. */
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
