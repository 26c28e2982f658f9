package dev.periplus.classify;

import dev.periplus.flow.Opener;

/** An opener that is evidence itself: that a secret opens a record proves what the record is. */
public interface Telling extends Opener {
    /** The name of the rule that its evidence carries. */
    String name();

    /** Adds what it found since the last call. Called after pieces were taken; what was said around them is still there. */
    void tell(Trail trail);
}
