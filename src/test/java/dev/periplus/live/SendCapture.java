package dev.periplus.live;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.PcapHandle;

/** {@code SendCapture INTERFACE FILE}: sends the packets of an Ethernet capture at up to 2,000 per second. */
public final class SendCapture {
    private static final long GAP_NANOS = 500_000;
    private static final int LONGEST = 1514;

    private SendCapture() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.log.org.pcap4j", "warn");
        try (PcapHandle handle = new PcapHandle.Builder(arguments[0]).build()) {
            for (CapturedPacket packet : packets(Path.of(arguments[1]))) {
                handle.sendPacket(packet.bytes());
                LockSupport.parkNanos(GAP_NANOS);
            }
        }
    }

    /** Returns the packets of a capture, all of which an Ethernet interface can send. */
    static List<CapturedPacket> packets(Path capture) throws Exception {
        List<CapturedPacket> packets = CaptureFolder.read(capture);
        for (CapturedPacket packet : packets) {
            if (packet.bytes().length > LONGEST || packet.bytes().length != packet.wire() || packet.linkType() != 1) {
                throw new IllegalArgumentException(capture + " cannot be sent: " + packet.number());
            }
        }
        return packets;
    }
}
