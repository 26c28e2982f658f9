package dev.periplus.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits what a command prints into lines of a bounded length; what is longer is left out and counted. */
final class Lines extends OutputStream {
    private static final int LONGEST = 4 << 20;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> taker;
    private boolean tooLong;
    private int leftOut;

    /** @param taker takes each line without its end */
    Lines(Consumer<String> taker) {
        this.taker = taker;
    }

    /** How many lines were too long. */
    int leftOut() {
        return leftOut;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int begin = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                add(bytes, begin, i - begin);
                end();
                begin = i + 1;
            }
        }
        add(bytes, begin, offset + length - begin);
    }

    private void add(byte[] bytes, int offset, int length) {
        tooLong |= line.size() + length > LONGEST;
        if (!tooLong) {
            line.write(bytes, offset, length);
        }
    }

    private void end() {
        if (tooLong) {
            leftOut++;
        } else {
            taker.accept(line.toString(StandardCharsets.UTF_8));
        }
        tooLong = false;
        line.reset();
    }

    @Override
    public void close() throws IOException {
        if (line.size() > 0 || tooLong) {
            end();
        }
    }
}
