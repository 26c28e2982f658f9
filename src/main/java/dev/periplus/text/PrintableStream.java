package dev.periplus.text;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose text is {@link Printable}: whatever file, rule or exception a text comes from, it stays on its line and
 * moves no cursor. Only {@code println} ends a line. In {@code printf} the arguments are made printable, the format is
 * trusted. Bytes pass unchanged: output formats and the live view make their own texts printable.
 */
public final class PrintableStream extends PrintStream {
    private final boolean ascii;

    /** @param ascii whether texts are shown in ASCII only */
    public PrintableStream(OutputStream out, boolean ascii) {
        super(out, false, StandardCharsets.UTF_8);
        this.ascii = ascii;
    }

    private String printable(@Nullable Object object) {
        String text = Printable.of(String.valueOf(object));
        return ascii ? Ascii.of(text) : text;
    }

    @Override
    public void print(@Nullable String text) {
        super.print(printable(text));
    }

    @Override
    public void print(@Nullable Object object) {
        print(String.valueOf(object));
    }

    @Override
    public void print(char c) {
        print(String.valueOf(c));
    }

    @Override
    public void print(char[] text) {
        print(new String(text));
    }

    @Override
    public PrintStream format(String format, @Nullable Object... arguments) {
        return format(Locale.ROOT, format, arguments);
    }

    @Override
    public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... arguments) {
        Object[] safe = new Object[arguments.length];
        for (int i = 0; i < safe.length; i++) {
            Object argument = arguments[i];
            safe[i] = argument instanceof Number ? argument : printable(argument);
        }
        super.print(String.format(locale, format, safe));
        return this;
    }
}
