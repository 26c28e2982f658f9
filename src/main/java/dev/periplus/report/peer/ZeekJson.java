package dev.periplus.report.peer;

import dev.periplus.report.json.JsonLines;
import dev.periplus.report.json.JsonText;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a Zeek log as JSON lines: dotted names unchanged, times as numbers, unset fields omitted. */
final class ZeekJson implements ZeekLog {
    private final byte[][] names;
    private final JsonLines lines;
    private final JsonText json;
    private int given;
    private boolean members;

    /** @param out flushed but not closed */
    ZeekJson(List<Field> fields, OutputStream out) {
        names = fields.stream()
                .map(field -> JsonText.ascii("\"" + field.name() + "\":"))
                .toArray(byte[][]::new);
        lines = new JsonLines(out);
        json = lines.text();
    }

    private JsonText next() {
        json.raw(members ? ',' : '{').raw(names[given++]);
        members = true;
        return json;
    }

    @Override
    public ZeekLog unset() {
        given++;
        return this;
    }

    @Override
    public ZeekLog time(long nanos) {
        next().seconds(nanos);
        return this;
    }

    @Override
    public ZeekLog number(long number) {
        next().number(number);
        return this;
    }

    @Override
    public ZeekLog real(long scaled, int decimals) {
        next().decimal(scaled, decimals);
        return this;
    }

    @Override
    public ZeekLog flag(boolean flag) {
        next().flag(flag);
        return this;
    }

    @Override
    public ZeekLog text(@Nullable String text) {
        if (text == null) {
            return unset();
        }
        next().text(text);
        return this;
    }

    @Override
    public ZeekLog set(List<String> texts) {
        next().raw('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.text(texts.get(i));
        }
        json.raw(']');
        return this;
    }

    @Override
    public void end(long from, long to) {
        if (given != names.length) {
            throw new IllegalStateException(given + " fields of " + names.length);
        }
        json.raw('}');
        lines.end();
        given = 0;
        members = false;
    }

    @Override
    public void flush() {
        lines.flush();
    }

    @Override
    public void close() {
        lines.flush();
    }
}
