package dev.periplus.command;

import java.io.Closeable;

/** A terminal that a live view can be drawn on. Closing it leaves it as it was. */
public interface Display extends Closeable {
    /** Begins to draw, on a thread of its own; closing the result ends that. */
    Closeable show(LiveScreen screen);
}
