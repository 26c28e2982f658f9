package dev.periplus.engine;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.PacketSource;
import dev.periplus.ring.DiscardingOutlet;
import dev.periplus.ring.PacketRing.WhenFull;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a source part by part, and saves the flows of each part to a file. */
public final class SavingEngine implements AutoCloseable {
    private final PacketSource source;
    private final FlowKeeper keeper;
    private final FailFastOutlet outlet;
    private final PacketPath path;
    private @Nullable IOException failure;

    /** @param join receives the flows too, or null to save them only */
    public SavingEngine(Engine.Settings settings, PacketSource source, @Nullable FlowJoin join) {
        this.source = source;
        keeper = new FlowKeeper(join == null ? new DiscardingOutlet() : join);
        outlet = new FailFastOutlet(keeper);
        outlet.reading(source);
        path = new PacketPath(settings, outlet, WhenFull.WAIT);
    }

    /**
     * Reads the next part, saves its flows, and returns the state of all captures.
     *
     * @param file receives the flows, or null to save nothing
     */
    public List<CaptureOutcome> readPart(@Nullable OutputStream file) throws IOException {
        keeper.begin(file);
        path.takeSecrets(source);
        List<CaptureOutcome> outcomes = path.read(source);
        failure = keeper.end();
        outlet.check();
        return outcomes;
    }

    /** Why the flows of the last part could not be saved; null if they were, or need not be. */
    public @Nullable IOException failure() {
        return failure;
    }

    /** The path of the packets, with its counters. */
    public PacketPath path() {
        return path;
    }

    @Override
    public void close() {
        path.close();
    }
}
