package dev.periplus.bench;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The captures of a folder. */
public record CaptureFolder(Path path) {
    /** The captures in the order of their names. */
    public List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?"))
                    .sorted()
                    .toList();
        }
    }

    /** The packets of each capture. */
    public List<List<CapturedPacket>> packets() throws IOException {
        List<List<CapturedPacket>> all = new ArrayList<>();
        for (Path capture : captures()) {
            all.add(read(capture, all.size()));
        }
        return all;
    }

    /** Reads the packets of one capture. */
    public static List<CapturedPacket> read(Path capture) {
        return read(capture, 0);
    }

    private static List<CapturedPacket> read(Path capture, int index) {
        List<CapturedPacket> packets = new ArrayList<>();
        try (CaptureSet set = new CaptureSet(List.of(capture.toString()), CaptureOptions.everything())) {
            set.read(new Keeping(packets, index));
        } catch (FilterException e) {
            throw new IllegalStateException("no filter was given", e);
        }
        return packets;
    }

    private record Keeping(List<CapturedPacket> packets, int index) implements PacketSink {
        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + captured);
            packets.add(new CapturedPacket(copy, wire, time, link, index, number));
        }

        @Override
        public void retire(Runnable release) {
            release.run();
        }
    }
}
