package dev.periplus.correlate;

import dev.periplus.answer.FlowRecord;
import dev.periplus.classify.PackedResults;
import dev.periplus.flow.DamagedStateException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Makes the records of the flows that a {@link DuePacking} packed for one task. For use by one thread. */
public final class DueSettling {
    private final Settler settler;
    private final int captures;
    private final Taker out;

    /** Records that are settled and not yet released, by their numbers. */
    private final Map<Long, FlowRecord> settled = new HashMap<>();

    /** Receives the records. */
    public interface Taker {
        /** Receives the number of records of all tasks, before any record. */
        void total(long records);

        /**
         * Receives a record, in the order of positions.
         *
         * @param position of the record among those of all tasks, from 1
         */
        void record(FlowRecord record, long position);
    }

    /**
     * @param captures number of captures of the input
     * @param captureName path of a capture by its index
     */
    public DueSettling(Settling settling, int captures, IntFunction<String> captureName, Taker out) {
        settler = new Settler(settling, settling.rules(), captureName);
        this.captures = captures;
        this.out = out;
    }

    /**
     * Takes the next part of the task.
     *
     * @throws DamagedStateException if its bytes have changed
     */
    public void take(byte[] packed) throws DamagedStateException {
        try {
            read(new DataInputStream(new ByteArrayInputStream(packed)));
        } catch (DamagedStateException e) {
            throw e;
        } catch (EOFException e) {
            throw new DamagedStateException("it ends too early", e);
        } catch (UTFDataFormatException e) {
            throw new DamagedStateException("its bytes have changed", e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail otherwise", e);
        }
    }

    private void read(DataInputStream in) throws IOException {
        PackedResults.Reader results = new PackedResults.Reader(0, captures);
        require(in.readInt() == DuePacking.MAGIC, "it is no part of a task");
        for (int kind = in.readUnsignedByte(); kind != DuePacking.END; kind = in.readUnsignedByte()) {
            switch (kind) {
                case DuePacking.SETTLE -> settle(DueCodec.read(in, results, captures));
                case DuePacking.RELEASE -> out.record(settled(in.readLong()), in.readLong());
                case DuePacking.DROP -> settled(in.readLong());
                case DuePacking.TOTAL -> out.total(in.readLong());
                default -> throw new DamagedStateException("it has an unknown entry");
            }
        }
        require(in.read() < 0, "there are bytes after its end");
    }

    private void settle(DueRecord due) {
        settler.settle(due);
        settled.put(due.number, due.record());
    }

    private FlowRecord settled(long number) throws DamagedStateException {
        FlowRecord record = settled.remove(number);
        if (record == null) {
            throw new DamagedStateException("it releases a record that was not settled");
        }
        return record;
    }

    private static void require(boolean holds, String otherwise) throws DamagedStateException {
        if (!holds) {
            throw new DamagedStateException(otherwise);
        }
    }
}
