package dev.periplus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process with a screen of its own, read key by key. What it was before comes back when the process
 * ends, whatever ends it but SIGKILL, and while Ctrl-Z stops it.
 *
 * <p>Signals arrive on threads of their own, the rest is for one thread.
 */
final class RawTerminal implements AutoCloseable {
    /** What all terminals of today understand. */
    private static final String TYPE = "xterm-256color";

    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final String SUSPEND = "TSTP";
    private static final String RESUMED = "CONT";
    private static final String RESIZED = "WINCH";

    private final org.jline.terminal.Terminal terminal;
    private final PrintWriter writer;
    private final Attributes before;
    private final Attributes raw;
    private final String enter;
    private final String leave;
    private final Thread atExit = new Thread(this::leave, "terminal");
    private @Nullable Size size;
    private boolean shown;
    private boolean entered;
    private boolean closed;

    private RawTerminal(org.jline.terminal.Terminal terminal, String on, String off) {
        this.terminal = terminal;
        writer = terminal.writer();
        before = terminal.getAttributes();
        raw = new Attributes(before);
        raw.setLocalFlag(LocalFlag.ICANON, false);
        raw.setLocalFlag(LocalFlag.ECHO, false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        enter = text(Capability.enter_ca_mode) + text(Capability.cursor_invisible) + on;
        leave = off + text(Capability.cursor_normal) + text(Capability.exit_ca_mode);
        Runtime.getRuntime().addShutdownHook(atExit);
        Signals.handle(SUSPEND, this::suspend);
        Signals.handle(RESUMED, this::resume);
        Signals.handle(RESIZED, this::resized);
        terminal.handle(Signal.WINCH, signal -> resized()); // Windows, which has no such signal
    }

    /**
     * Returns the terminal, which is as it was until {@link #enter}, or null if none can be read key by key.
     *
     * @param on control sequences for further modes of the screen
     * @param off what ends these
     */
    static @Nullable RawTerminal open(String on, String off) {
        org.jline.terminal.Terminal found = "dumb".equals(System.getenv("TERM")) ? null : find();
        return found == null ? null : new RawTerminal(found, on, off);
    }

    /** Returns the columns of the terminal, or 0 if there is none. */
    static int columns() {
        try (org.jline.terminal.Terminal found = find()) {
            return found == null ? 0 : found.getSize().getColumns();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * {@code stty} unpacks nothing and restores every setting; the native library is for systems without it, and Windows.
     */
    private static org.jline.terminal.@Nullable Terminal find() {
        // Otherwise the library starts infocmp to ask for what it knows.
        InfoCmp.setLoadedInfoCmp(TYPE, InfoCmp.getDefaultInfoCmp(TYPE));
        List<Supplier<TerminalProvider>> all = List.of(ExecTerminalProvider::new, JniTerminalProvider::new);
        for (Supplier<TerminalProvider> each : all) {
            try {
                org.jline.terminal.Terminal found = each.get()
                        .sysTerminal(
                                "periplus",
                                TYPE,
                                false,
                                UTF_8,
                                UTF_8,
                                UTF_8,
                                false,
                                SignalHandler.SIG_DFL,
                                false,
                                SystemStream.Output);
                if (found != null) {
                    return found;
                }
            } catch (IOException | RuntimeException | LinkageError e) {
                continue; // not this way
            }
        }
        return null;
    }

    private String text(Capability capability) {
        String sequence = Curses.tputs(terminal.getStringCapability(capability));
        return sequence == null ? "" : sequence;
    }

    /** Characters that keys send. */
    NonBlockingReader keys() {
        return terminal.reader();
    }

    /** Whether the size changed, or the screen has to be drawn for another reason, since it was drawn. */
    synchronized boolean isStale() {
        return entered && size == null;
    }

    /** Lines and columns, as long as {@link #isStale} says no. */
    synchronized Size size() {
        Size known = size;
        if (known == null) {
            known = terminal.getSize();
            size = known;
        }
        return known;
    }

    /** Replaces what the screen shows, unless the process is about to stop. */
    synchronized void draw(List<String> lines) {
        if (!entered) {
            return;
        }
        StringBuilder all = new StringBuilder(text(Capability.cursor_home));
        String rest = text(Capability.clr_eol);
        for (int i = 0; i < lines.size(); i++) {
            all.append(lines.get(i)).append(rest).append(i + 1 < lines.size() ? "\r\n" : "");
        }
        write(all.append(text(Capability.clr_eos)).toString());
    }

    private void write(String text) {
        writer.write(text);
        writer.flush();
    }

    private synchronized void resized() {
        size = null;
    }

    /** Shows the screen. */
    synchronized void enter() {
        if (closed) {
            return;
        }
        terminal.setAttributes(raw);
        write(enter);
        shown = true;
        entered = true;
        size = null;
    }

    private synchronized void leave() {
        if (!entered) {
            return;
        }
        entered = false;
        write(leave);
        try {
            terminal.setAttributes(before);
        } catch (IllegalStateException e) {
            return; // the library has done so already, as the process ends
        }
    }

    /** Also if something else than Ctrl-Z stopped the process: the shell has set the terminal for itself. */
    private synchronized void resume() {
        if (shown) {
            enter();
        }
    }

    /** Stops the process as Ctrl-Z does, with the terminal as it was; SIGCONT shows the screen again. */
    private void suspend() {
        leave();
        Signals.leave(SUSPEND);
        Signals.send(SUSPEND);
        Signals.handle(SUSPEND, this::suspend);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        List.of(SUSPEND, RESUMED, RESIZED).forEach(Signals::leave);
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            return; // the terminal is gone, or the process about to end
        }
    }
}
