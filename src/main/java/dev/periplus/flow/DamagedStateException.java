package dev.periplus.flow;

import java.io.IOException;

/** Kept state that was not written by this program, or that has changed since. The captures must be read again. */
public final class DamagedStateException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param what what is wrong, as a clause */
    public DamagedStateException(String what) {
        super(what);
    }

    /** @param what what is wrong, as a clause */
    public DamagedStateException(String what, Throwable cause) {
        super(what, cause);
    }
}
