package dev.periplus.engine;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.PacketSource;
import dev.periplus.ring.DiscardingOutlet;
import dev.periplus.ring.PacketRing.WhenFull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a source part by part, and saves the flows of each part to a file. */
public final class SavingEngine implements AutoCloseable {
    private final PacketSource source;
    private final FlowKeeper keeper;
    private final FailFastOutlet outlet;
    private final PacketPath path;

    /** @param join receives the flows too, or null to save them only */
    public SavingEngine(Engine.Settings settings, PacketSource source, @Nullable FlowJoin join) {
        this.source = source;
        keeper = new FlowKeeper(join == null ? new DiscardingOutlet() : join);
        outlet = new FailFastOutlet(keeper);
        outlet.reading(source);
        path = new PacketPath(settings, outlet, WhenFull.WAIT);
    }

    /** Reads the next part, saves its flows to the file, and returns the state of all captures. */
    public List<CaptureOutcome> readPart(Path file) throws IOException {
        keeper.begin(file);
        List<CaptureOutcome> outcomes = path.read(source);
        keeper.end();
        outlet.check();
        return outcomes;
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
