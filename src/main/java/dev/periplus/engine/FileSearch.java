package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.flow.ChosenFlows;
import dev.periplus.flow.FlowTable;
import dev.periplus.transfer.Destination;
import dev.periplus.transfer.FileReading;
import java.util.List;

/** Reads captures again and takes the files out of one flow. */
public final class FileSearch {
    /** Longer than any pause: the packets are known to be of one flow. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    private FileSearch() {}

    /**
     * Reads the captures.
     *
     * @throws java.io.UncheckedIOException if the destination cannot take the bytes
     */
    public static void read(Engine.Settings settings, List<String> captures, FlowRecord record, Destination destination)
            throws FilterException {
        ChosenFlows chosen = new ChosenFlows();
        chosen.add(record.flow());
        FileReading reading = new FileReading(record.verdict().label(), destination);
        FlowTable table = new FlowTable(settings.flow().withIdleNanos(NEVER), reading);
        DecoderSink.read(captures, settings, packet -> {
            if (chosen.hold(packet)) {
                table.onPacket(packet);
            }
        });
        table.endAll();
    }
}
