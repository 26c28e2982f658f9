package dev.periplus.engine;

import dev.periplus.capture.PacketSource;
import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import dev.periplus.ring.Outlet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes flows on until that fails, for example because they cannot be written; then stops reading. */
final class FailFastOutlet implements Outlet {
    private final Outlet next;
    private volatile @Nullable PacketSource source;
    private volatile @Nullable RuntimeException failed;

    FailFastOutlet(Outlet next) {
        this.next = next;
    }

    /** Sets the source to stop on failure. */
    void reading(PacketSource source) {
        this.source = source;
    }

    @Override
    public void over(List<Flow> flows, List<Heard> announced) {
        unlessFailed(() -> next.over(flows, announced));
    }

    @Override
    public void upTo(long clock) {
        unlessFailed(() -> next.upTo(clock));
    }

    @Override
    public void last() {
        unlessFailed(next::last);
    }

    private void unlessFailed(Runnable step) {
        try {
            if (failed == null) {
                step.run();
            }
        } catch (RuntimeException e) {
            failed = e;
            PacketSource of = source;
            if (of != null) {
                of.stop();
            }
        }
    }

    /** Throws the failure, if any, once. */
    void check() {
        RuntimeException thrown = failed;
        failed = null;
        if (thrown != null) {
            throw thrown;
        }
    }
}
