package dev.periplus.spark;

import org.apache.spark.Partitioner;

/** Sends each key to the task that it names. */
final class Tasks extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int tasks;

    /** A key that knows its task. */
    interface Key {
        /** The number of its task, from 0, of so many. */
        int taskOf(int tasks);
    }

    Tasks(int tasks) {
        this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
        return tasks;
    }

    @Override
    public int getPartition(Object key) {
        return ((Key) key).taskOf(tasks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tasks same && same.tasks == tasks;
    }

    @Override
    public int hashCode() {
        return tasks;
    }
}
