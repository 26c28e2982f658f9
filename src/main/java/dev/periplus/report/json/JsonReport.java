package dev.periplus.report.json;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.memory.Memory;
import dev.periplus.report.WriterThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes NDJSON: one native record per line, and a last line {@code {"run":{…}}} with every counter.
 *
 * <p>How it works. Records are collected in pages; a few threads turn full pages into text, which is written in order.
 * A run that fits on one page needs no other thread.
 */
public final class JsonReport implements FlowSink {
    private static final int PAGE = Memory.scaled(128);
    private static final int MOST_WRITERS = 4;

    private final OutputStream out;
    private final ArrayDeque<Page> idle = new ArrayDeque<>();
    private final ArrayDeque<Page> underWay = new ArrayDeque<>();
    private @Nullable ExecutorService writers;
    private Page filling = new Page();

    /** Records and their text. */
    private static final class Page {
        private final List<FlowRecord> records = new ArrayList<>(PAGE);
        private final JsonText text = new JsonText();
        private final JsonFlow flows = new JsonFlow(text);
        private @Nullable Future<?> written;

        void write() {
            records.forEach(flows::write);
            records.clear();
        }
    }

    /** @param out flushed by {@link #finish} but not closed */
    public JsonReport(OutputStream out) {
        this.out = out;
    }

    @Override
    public void flow(FlowRecord record) {
        filling.records.add(record);
        if (filling.records.size() == PAGE) {
            submit();
        }
    }

    @Override
    public void goesOn(FlowRecord record) {
        flow(record);
    }

    private void submit() {
        ExecutorService threads = writers;
        int count = Math.min(MOST_WRITERS, Runtime.getRuntime().availableProcessors());
        if (threads == null) {
            threads = WriterThreads.start("json", count);
            writers = threads;
        }
        filling.written = threads.submit(filling::write);
        underWay.add(filling);
        while (underWay.size() > 2 * count) {
            await(underWay.remove());
        }
        Page next = idle.poll();
        filling = next == null ? new Page() : next;
    }

    private void await(Page page) {
        Future<?> written = page.written;
        if (written != null) {
            WriterThreads.await(written);
        }
        put(page.text);
        idle.push(page);
    }

    private void put(JsonText text) {
        try {
            text.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.clear();
    }

    @Override
    public void flush() {
        writeAll();
        put(filling.text);
        flushOut();
    }

    @Override
    public void finding(Finding finding) {
        writeAll();
        JsonFinding.write(filling.text, finding);
    }

    @Override
    public void status(RunSummary soFar) {
        writeAll();
        JsonRun.write(filling.text, soFar);
        put(filling.text);
        flushOut();
    }

    /** Writes all full pages and converts the page being filled; its text must be put next. */
    private void writeAll() {
        while (!underWay.isEmpty()) {
            await(underWay.remove());
        }
        filling.write();
    }

    @Override
    public void finish(RunSummary run) {
        status(run);
        ExecutorService threads = writers;
        if (threads != null) {
            threads.shutdown();
        }
    }

    private void flushOut() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
