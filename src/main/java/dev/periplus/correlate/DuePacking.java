package dev.periplus.correlate;

import dev.periplus.classify.PackedResults;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Packs the flows that are due for tasks on other machines. Each task makes the records of some server ports with a
 * {@link DueSettling}.
 *
 * <p>How it works. Each of the {@link Settler#PARTS} parts of server ports belongs to one task. A task receives, in
 * order, the calls of {@link RecordMaking} for its parts: settle a flow, release a record, drop a record. A released
 * record has its position among the records of all tasks. A flow is packed when it is settled, and may change from then
 * on.
 */
public final class DuePacking implements RecordMaking {
    /** More tasks would have nothing to do. */
    public static final int MOST_TASKS = Settler.PARTS;

    static final int MAGIC = 0x70657264;

    /** Kinds of entries. */
    static final int END = 0;

    static final int SETTLE = 1;
    static final int RELEASE = 2;
    static final int DROP = 3;
    static final int TOTAL = 4;

    /** A part is handed over once it has this many bytes; each task has one in memory. */
    private static final int PART = 1 << 16;

    private final Consumer<Part> out;
    private final Log[] logs;
    private long released;

    /**
     * Some of the calls for a task.
     *
     * @param task number of the task, from 0
     * @param number of the part; the task takes parts in this order. The part -1, handed over last, has the total
     */
    public record Part(int task, long number, byte[] packed) {}

    /**
     * @param tasks number of tasks, from 1 to {@value #MOST_TASKS}
     * @param out receives the parts
     */
    public DuePacking(int tasks, Consumer<Part> out) {
        if (tasks < 1 || tasks > MOST_TASKS) {
            throw new IllegalArgumentException("tasks " + tasks);
        }
        this.out = out;
        logs = new Log[tasks];
        for (int task = 0; task < tasks; task++) {
            logs[task] = new Log(task);
        }
    }

    /** Collects the calls for one task. */
    private final class Log {
        private final int task;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream data = new DataOutputStream(bytes);
        private PackedResults.Writer results = new PackedResults.Writer();
        private long parts;

        Log(int task) {
            this.task = task;
        }

        void settle(DueRecord due) throws IOException {
            entry(SETTLE);
            DueCodec.write(due, results, data);
        }

        void entry(int kind, long... numbers) throws IOException {
            if (bytes.size() == 0) {
                data.writeInt(MAGIC);
            }
            data.writeByte(kind);
            for (long number : numbers) {
                data.writeLong(number);
            }
        }

        void passIfFull() throws IOException {
            if (bytes.size() >= PART) {
                pass(parts++);
            }
        }

        void end() throws IOException {
            if (bytes.size() > 0) {
                pass(parts++);
            }
            if (parts > 0) {
                entry(TOTAL, released);
                pass(-1);
            }
        }

        private void pass(long number) throws IOException {
            entry(END);
            out.accept(new Part(task, number, bytes.toByteArray()));
            bytes.reset();
            results = new PackedResults.Writer();
        }
    }

    private Log log(DueRecord due) {
        return logs[due.part % logs.length];
    }

    @Override
    public void settle(DueRecord due) {
        try {
            log(due).settle(due);
            log(due).passIfFull();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void release(DueRecord due) {
        entry(due, RELEASE, due.number, ++released);
    }

    @Override
    public void drop(DueRecord due) {
        entry(due, DROP, due.number);
    }

    private void entry(DueRecord due, int kind, long... numbers) {
        try {
            log(due).entry(kind, numbers);
            log(due).passIfFull();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void await(DueRecord due) {}

    @Override
    public void use(Settling better, List<Settling> others) {
        throw new UnsupportedOperationException("tasks have rules of their own");
    }

    @Override
    public void pulse() {}

    @Override
    public void end() {
        try {
            for (Log log : logs) {
                log.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
