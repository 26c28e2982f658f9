package dev.periplus.spark;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The task of an item, and its place in the order there. For packets: a reader of several captures takes the earliest
 * packet next and keeps the order of each capture, which is the order of the latest times so far.
 *
 * @param task number of the task
 * @param clock latest time so far in the capture, nanoseconds since the epoch
 * @param capture index of the capture
 * @param number of the packet in the capture
 */
record Order(int task, long clock, int capture, long number) implements Serializable, Tasks.Key, Comparable<Order> {
    private static final Comparator<Order> ORDER = Comparator.comparingInt(Order::task)
            .thenComparingLong(Order::clock)
            .thenComparingInt(Order::capture)
            .thenComparingLong(Order::number);

    /** The order of items other than packets: by place, then by number. */
    static Order at(int task, long place, long number) {
        return new Order(task, place, 0, number);
    }

    /** The order of rows of a table, which belong to no task. */
    static Order ofTable(int table) {
        return at(-1 - table, 0, 0);
    }

    /** Whether it belongs to rows of this table. */
    boolean isOfTable(int table) {
        return task == -1 - table;
    }

    /** Whether it belongs to an item of a task. */
    boolean isOfTask() {
        return task >= 0;
    }

    @Override
    public int compareTo(Order other) {
        return ORDER.compare(this, other);
    }

    @Override
    public int taskOf(int tasks) {
        return task;
    }
}
