package dev.periplus.calibrate;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PcapngWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a capture in another form to a pcapng file. */
public final class FormedCapture {
    private FormedCapture() {}

    /** Writes a capture with its TCP and UDP ports moved in every layer of every frame. */
    public static Path moved(Path capture, PortMove move, Path to) throws FilterException, IOException {
        return write(capture, Form.PORTS_MOVED, move, to);
    }

    static Path write(Path capture, Form form, PortMove move, Path to) throws FilterException, IOException {
        List<String> names = List.of(capture.toString());
        FlowNotes notes = new FlowNotes(Map.of());
        try (PcapngWriter writer = new PcapngWriter(to, names, 0);
                FormSource source =
                        new FormSource(new CaptureSet(names, CaptureOptions.everything()), form, move, notes)) {
            source.read((bytes, offset, captured, wire, time, link, index, number) -> {
                try {
                    writer.packet(bytes, offset, captured, wire, time, link, index);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }
}
