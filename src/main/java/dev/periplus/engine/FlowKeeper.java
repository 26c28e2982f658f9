package dev.periplus.engine;

import dev.periplus.classify.Heard;
import dev.periplus.classify.KeptFlows;
import dev.periplus.flow.Flow;
import dev.periplus.ring.Outlet;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes ended flows to a file and hands them on. If the file cannot be written, the flows are still handed on. */
final class FlowKeeper implements Outlet {
    private final Outlet next;
    private KeptFlows.@Nullable Writer writer;
    private @Nullable IOException failure;

    FlowKeeper(Outlet next) {
        this.next = next;
    }

    private interface Step {
        void into(KeptFlows.Writer writer) throws IOException;
    }

    /**
     * Starts a new file for the flows that follow. Must not be called while flows are being handed on.
     *
     * @param file receives the flows, or null to hand them on only
     */
    void begin(@Nullable OutputStream file) {
        failure = null;
        try {
            writer = file == null ? null : new KeptFlows.Writer(file);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Completes the file; returns why it could not be written, or null. */
    @Nullable
    IOException end() {
        write(KeptFlows.Writer::close);
        writer = null;
        return failure;
    }

    @Override
    public void over(List<Flow> flows, List<Heard> announced) {
        write(into -> {
            for (Heard heard : announced) {
                into.announcement(heard);
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
            return;
        }
        try {
            step.into(into);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        KeptFlows.Writer unfinished = writer;
        writer = null;
        failure = e;
        if (unfinished != null) {
            try {
                unfinished.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
    }
}
