package dev.periplus.review;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.KeptFlows;
import dev.periplus.flow.Flow;
import dev.periplus.ring.Outlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts flows that are over into a file, and hands them on. Throws {@link UncheckedIOException} where it cannot. */
public final class FlowKeeper implements Outlet {
    private final Outlet next;
    private KeptFlows.@Nullable Writer writer;

    public FlowKeeper(Outlet next) {
        this.next = next;
    }

    private interface Step {
        void into(KeptFlows.Writer writer) throws IOException;
    }

    /** The flows from now on go into this file. While none are handed on. */
    public void begin(Path file) throws IOException {
        writer = new KeptFlows.Writer(file);
    }

    /** The file is complete. */
    public void end() {
        write(KeptFlows.Writer::close);
        writer = null;
    }

    @Override
    public void over(List<Flow> flows, List<Announcement> announced) {
        write(into -> {
            for (Announcement announcement : announced) {
                into.announcement(announcement);
            }
            for (Flow flow : flows) {
                into.flow(flow);
            }
        });
        next.over(flows, announced);
    }

    @Override
    public void upTo(long clock) {
        write(into -> into.clock(clock));
        next.upTo(clock);
    }

    @Override
    public void last() {
        next.last();
    }

    private void write(Step step) {
        KeptFlows.Writer into = writer;
        if (into == null) {
            throw new IllegalStateException("no file was begun");
        }
        try {
            step.into(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
