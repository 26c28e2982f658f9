package dev.periplus.engine;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PcapngWriter;
import dev.periplus.capture.SectionOptions;
import dev.periplus.file.PartFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies packets of captures, unchanged and in the order of time, to a pcapng file. What pcapng captures say besides is kept:
 * comments, flags, descriptions and statistics of interfaces, names, secrets, and custom blocks that may be copied; of one
 * capture, its sections too.
 */
public final class PacketCopy {
    private final List<String> captures;
    private final Chooser chooser;
    private final String keyLog;
    private long packets;

    /** Decides whether to copy a packet. */
    public interface Chooser {
        boolean wants(int capture, long number);

        /** Returns the comment to write beside the packet, or null. */
        default @Nullable String comment(int capture, long number) {
            return null;
        }
    }

    public PacketCopy(List<String> captures, Chooser chooser) {
        this(captures, chooser, "");
    }

    /** @param keyLog lines of a key log to add; empty for none */
    public PacketCopy(List<String> captures, Chooser chooser, String keyLog) {
        this.captures = captures;
        this.keyLog = keyLog;
        this.chooser = chooser;
    }

    /** Writes the file, under a temporary name until it is complete. */
    public void writeTo(Path path) throws IOException, FilterException {
        try (PartFile file = PartFile.named(path)) {
            write(file.path());
            file.complete();
        }
    }

    private void write(Path path) throws IOException, FilterException {
        try (PcapngWriter writer = new PcapngWriter(path, captures, 0, SectionOptions.of(captures));
                CaptureSet set = new CaptureSet(captures, CaptureOptions.everything())) {
            writer.keyLog(keyLog);
            set.remarks(writer);
            set.read((bytes, offset, captured, wire, time, link, capture, number) -> {
                if (!chooser.wants(capture, number)) {
                    return;
                }
                packets++;
                try {
                    writer.packet(bytes, offset, captured, wire, time, link, capture, chooser.comment(capture, number));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Number of packets copied. */
    public long packets() {
        return packets;
    }
}
