package dev.periplus.capture;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packets of any bytes and link type in words. Nothing is thrown, and there are words. */
public final class FuzzPacketText {
    private static final int[] LINK_TYPES = {1, 101, 113, 0, 9, 105, 127, 276};
    private static final int MOST_OF_CAPTURE = 40;

    private FuzzPacketText() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int linkType = LINK_TYPES[input.below(LINK_TYPES.length)];
        String words = String.valueOf(PacketText.of(input.rest(), linkType));
        Must.hold(!words.isEmpty(), "words");
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try {
            for (List<CapturedPacket> capture : new CaptureFolder(Path.of("captures")).packets()) {
                for (CapturedPacket packet : capture.subList(0, Math.min(MOST_OF_CAPTURE, capture.size()))) {
                    int index = packet.linkType() == 101 ? 1 : 0;
                    seeds.add(new FuzzSeed().u8(index).rest(packet.bytes()).bytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }
}
