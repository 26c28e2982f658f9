package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records what reading captures delivers, and checks what a sink may rely on. */
final class Reading implements PacketSink {
    private static final int BUFFER = 1 << 20;

    final List<Seen> packets = new ArrayList<>();
    List<CaptureOutcome> outcomes = List.of();
    int released;
    private final List<Lent> lent = new ArrayList<>();
    private int retired;

    /** A packet, copied. */
    record Seen(byte[] bytes, int wire, long time, int linkType, int capture, long number) {}

    /** The buffer that still holds the bytes of a packet, and a copy of them. */
    private record Lent(byte[] buffer, int offset, byte[] bytes) {}

    static Reading of(Path file) {
        return of(List.of(file.toString()), CaptureOptions.everything());
    }

    static Reading of(List<String> paths, CaptureOptions options) {
        return of(paths, options, InputStream.nullInputStream(), BUFFER);
    }

    static Reading of(Path file, int buffer) {
        return of(List.of(file.toString()), CaptureOptions.everything(), InputStream.nullInputStream(), buffer);
    }

    static Reading streamed(byte[] bytes, int buffer) {
        return of(List.of("-"), CaptureOptions.everything(), new ByteArrayInputStream(bytes), buffer);
    }

    /** Writes the bytes to a file, the same one each time, and reads it. */
    static Reading written(Path scratch, byte[] bytes) throws IOException {
        return of(Files.write(scratch, bytes));
    }

    static Reading of(List<String> paths, CaptureOptions options, InputStream standardInput, int buffer) {
        Reading reading = new Reading();
        try (CaptureSet set = new CaptureSet(paths, options, standardInput, buffer)) {
            reading.outcomes = set.read(reading);
        } catch (FilterException e) {
            throw new AssertionError(e);
        }
        assertTrue(reading.lent.isEmpty(), "every buffer is retired in the end");
        return reading;
    }

    CaptureOutcome outcome() {
        assertEquals(1, outcomes.size());
        return outcomes.get(0);
    }

    List<byte[]> data() {
        return packets.stream().map(Seen::bytes).toList();
    }

    List<Long> times() {
        return packets.stream().map(Seen::time).toList();
    }

    @Override
    public void packet(
            byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture, long number) {
        assertTrue(captured >= 0 && wire >= captured && time >= 0);
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + captured);
        packets.add(new Seen(copy, wire, time, linkType, capture, number));
        lent.add(new Lent(bytes, offset, copy));
    }

    /** Checks that the buffers of all packets are unchanged, and releases them. */
    @Override
    public void retire(Runnable release) {
        retired++;
        for (Lent packet : lent) {
            int end = packet.offset() + packet.bytes().length;
            byte[] now = Arrays.copyOfRange(packet.buffer(), packet.offset(), end);
            assertArrayEquals(packet.bytes(), now, "a packet stays as it was until its buffer is released");
        }
        lent.clear();
        release.run();
        released++;
        assertEquals(retired, released);
    }
}
