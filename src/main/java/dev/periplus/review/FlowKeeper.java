package dev.periplus.review;

import dev.periplus.capture.PacketSource;
import dev.periplus.classify.Announcement;
import dev.periplus.classify.KeptFlows;
import dev.periplus.flow.Flow;
import dev.periplus.ring.Outlet;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts flows that are over into a file. Where that cannot be written, reading stops. */
public final class FlowKeeper implements Outlet {
    private final KeptFlows.Writer writer;
    private final PacketSource source;
    private volatile @Nullable IOException failure;

    public FlowKeeper(KeptFlows.Writer writer, PacketSource source) {
        this.writer = writer;
        this.source = source;
    }

    private interface Step {
        void run() throws IOException;
    }

    @Override
    public void over(List<Flow> flows, List<Announcement> announced) {
        unlessFailed(() -> {
            for (Announcement announcement : announced) {
                writer.announcement(announcement);
            }
            for (Flow flow : flows) {
                writer.flow(flow);
            }
        });
    }

    @Override
    public void upTo(long clock) {
        unlessFailed(() -> writer.clock(clock));
    }

    @Override
    public void last() {}

    private void unlessFailed(Step step) {
        try {
            if (failure == null) {
                step.run();
            }
        } catch (IOException e) {
            failure = e;
            source.stop();
        }
    }

    /** Throws what went wrong. */
    public void check() throws IOException {
        IOException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }
}
