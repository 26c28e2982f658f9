package dev.periplus.cli;

import org.jline.nativ.Kernel32;

/** The console of Windows that standard output goes to. */
final class WindowsConsole {
    /** Control sequences set colours (SetConsoleMode). */
    private static final int VIRTUAL_TERMINAL = 4;

    private static final int UTF_8 = 65001;

    private WindowsConsole() {}

    /** Whether this is Windows. */
    static boolean isHere() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    /** Whether standard output is shown in a console; if so, control sequences work from now on. */
    static boolean showsOutput() {
        try {
            long out = Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE);
            int[] mode = new int[1];
            return Kernel32.GetConsoleMode(out, mode) != 0
                    && Kernel32.SetConsoleMode(out, mode[0] | VIRTUAL_TERMINAL) != 0;
        } catch (LinkageError | RuntimeException e) {
            return false; // the native library cannot be unpacked
        }
    }

    /** Returns the columns of the console. */
    static int columns() {
        Kernel32.CONSOLE_SCREEN_BUFFER_INFO info = new Kernel32.CONSOLE_SCREEN_BUFFER_INFO();
        Kernel32.GetConsoleScreenBufferInfo(Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE), info);
        return info.windowWidth();
    }

    /** Whether the console takes text as UTF-8, which {@code chcp 65001} sets. */
    static boolean showsUnicode() {
        return Kernel32.GetConsoleOutputCP() == UTF_8;
    }
}
