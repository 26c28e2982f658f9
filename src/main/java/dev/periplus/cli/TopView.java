package dev.periplus.cli;

import dev.periplus.command.LiveScreen;
import dev.periplus.text.Ascii;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Draws a {@link LiveScreen} on the terminal, twice a second and after each key; closing restores the terminal. */
final class TopView implements Closeable {
    private static final int REDRAW_MILLIS = 500;
    private static final int LOOK_MILLIS = 30;
    private static final int DEFAULT_HEIGHT = 24;

    /** Another screen without a cursor. */
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";

    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

    /**
     * The mouse wheel sends arrows, and text can be selected. tmux has no such mode: it reports the mouse, and selects text
     * itself.
     */
    private static final String WHEEL_ON = "\u001b[?1007h";

    private static final String WHEEL_OFF = "\u001b[?1007l";
    private static final String MOUSE_ON = "\u001b[?1000h\u001b[?1006h";
    private static final String MOUSE_OFF = "\u001b[?1006l\u001b[?1000l";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private final LiveScreen screen;
    private final PrintStream out;
    private final InputStream in;
    private final boolean ascii;
    private final KeyReader keys;
    private final boolean multiplexed = System.getenv("TMUX") != null;
    private final String settings;
    private final Thread thread = new Thread(this::run, "top");
    private int width;
    private int height = DEFAULT_HEIGHT;
    private volatile boolean closed;

    /** @param screen ended by the key q, and once the terminal is gone */
    TopView(LiveScreen screen, Terminal terminal, InputStream in) {
        this.screen = screen;
        this.in = in;
        out = terminal.out();
        width = terminal.width();
        ascii = terminal.ascii();
        settings = Stty.run("-g");
        keys = new KeyReader(settings.isEmpty());
        if (settings.isEmpty()) {
            screen.keysByLine();
        }
        Stty.run("-icanon -echo min 0 time 0");
        write(ENTER + (multiplexed ? MOUSE_ON : WHEEL_ON));
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            long drawn = 0;
            while (!closed) {
                boolean pressed = keys();
                long now = System.nanoTime();
                if (pressed || now - drawn >= TimeUnit.MILLISECONDS.toNanos(REDRAW_MILLIS)) {
                    drawn = now;
                    draw();
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            screen.end(); // the terminal is gone: nobody watches, and nobody could end the run
        }
    }

    private boolean keys() throws IOException {
        boolean pressed = false;
        while (in.available() > 0) {
            int key = keys.next(in, screen.isTyping());
            pressed = true;
            if (key == 'q' && !screen.isTyping()) {
                screen.end();
            }
            screen.key(key);
        }
        return pressed;
    }

    private void draw() {
        int[] size = Stty.size();
        if (size != null) {
            height = size[0];
            width = size[1];
        }
        List<String> lines = screen.draw(width, height);
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            text.append(lines.get(i)).append(REST_OF_LINE).append(i + 1 < lines.size() ? "\r\n" : "");
        }
        write(text.append(REST_OF_SCREEN).toString());
    }

    /** Writes text with control sequences; the screen has made the rest printable. */
    private void write(String text) {
        out.writeBytes((ascii ? Ascii.of(text) : text).getBytes(StandardCharsets.UTF_8));
        out.flush();
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
        write((multiplexed ? MOUSE_OFF : WHEEL_OFF) + LEAVE);
        if (!settings.isEmpty()) {
            Stty.run("'" + settings + "'");
        }
    }
}
