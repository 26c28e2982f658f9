package dev.periplus.cli;

import dev.periplus.command.LiveScreen;
import dev.periplus.text.Ascii;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;

/** Draws a {@link LiveScreen} on the terminal, twice a second and after each key; closing restores the terminal. */
final class TopView implements Closeable {
    private static final int REDRAW_MILLIS = 500;
    private static final int LOOK_MILLIS = 100;

    /**
     * The mouse wheel sends arrows, and text can be selected. tmux has no such mode: it reports the mouse, and selects text
     * itself.
     */
    private static final String WHEEL_ON = "\u001b[?1007h";

    private static final String WHEEL_OFF = "\u001b[?1007l";
    private static final String MOUSE_ON = "\u001b[?1000h\u001b[?1006h";
    private static final String MOUSE_OFF = "\u001b[?1006l\u001b[?1000l";

    private final LiveScreen screen;
    private final RawTerminal raw;
    private final KeyReader keys;
    private final boolean ascii;
    private final Thread thread = new Thread(this::run, "top");
    private volatile boolean closed;

    /**
     * Shows the view.
     *
     * @param screen ended by the key q, and once the terminal is gone
     * @param raw closed with this
     */
    TopView(LiveScreen screen, Terminal terminal, RawTerminal raw) {
        this.screen = screen;
        this.raw = raw;
        ascii = terminal.ascii();
        keys = new KeyReader(raw.keys());
        terminal.out().flush();
        raw.enter();
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns a terminal that a view can be shown on, or null if this one cannot be read key by key. */
    static @Nullable RawTerminal terminal() {
        boolean multiplexed = System.getenv("TMUX") != null;
        return RawTerminal.open(multiplexed ? MOUSE_ON : WHEEL_ON, multiplexed ? MOUSE_OFF : WHEEL_OFF);
    }

    private void run() {
        try {
            long drawn = 0;
            while (!closed) {
                int key = keys.next(LOOK_MILLIS);
                if (key != KeyReader.NONE) {
                    press(key);
                }
                long now = System.nanoTime();
                boolean due = now - drawn >= TimeUnit.MILLISECONDS.toNanos(REDRAW_MILLIS);
                if (due || raw.isStale() || key != KeyReader.NONE) {
                    drawn = now;
                    draw();
                }
            }
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            screen.end(); // the terminal is gone: nobody watches, and nobody could end the run
        }
    }

    private void press(int key) {
        if (key == 'q' && !screen.isTyping()) {
            screen.end();
        }
        screen.key(key);
    }

    private void draw() {
        Size size = raw.size();
        List<String> lines = screen.draw(size.getColumns(), size.getRows());
        raw.draw(ascii ? lines.stream().map(Ascii::of).toList() : lines);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        raw.close();
    }
}
