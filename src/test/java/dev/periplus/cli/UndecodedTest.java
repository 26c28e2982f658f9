package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in which nothing could be decoded must not look like one that found nothing. */
class UndecodedTest {
    private static final int PACKETS = 3;

    @TempDir
    Path folder;

    /** A capture of three packets, each of these bytes. */
    private String capture(String name, int linkType, int packets, byte... packet) throws IOException {
        ByteBuffer out =
                ByteBuffer.allocate(24 + packets * (16 + packet.length)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(0xffff)
                .putInt(linkType);
        for (int i = 0; i < packets; i++) {
            out.putInt(1_700_000_000 + i)
                    .putInt(0)
                    .putInt(packet.length)
                    .putInt(packet.length)
                    .put(packet);
        }
        return Files.write(folder.resolve(name), out.array()).toString();
    }

    private static byte[] frame(int type) {
        return ByteBuffer.allocate(60).putShort(12, (short) type).array();
    }

    @Test
    void aLinkTypeThatIsNotReadIsNamedAndGivesStatus3() throws IOException {
        String usb = capture("usb.pcap", 249, PACKETS, new byte[64]);
        Run run = Run.of("replay", usb);
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("no packet could be decoded: link type 249 (usbpcap)"), run.err());
        assertTrue(run.out().contains("3 linktype 249 usbpcap"), run.out());
        String both = capture("arp.pcap", 1, PACKETS, frame(0x0806));
        assertEquals(Exit.UNREADABLE, Run.of("replay", "-q", both, usb).status());
    }

    @Test
    void aCaptureOfNothingButRubbishGivesStatus3() throws IOException {
        Run run = Run.of("replay", "-q", capture("rubbish.pcap", 101, PACKETS, new byte[64]));
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("not one packet could be decoded"), run.err());
    }

    @Test
    void framesWithoutIpAreCountedByName() throws IOException {
        Run run = Run.of("replay", "-q", "--ip-only", "-o", "json", capture("arp.pcap", 1, PACKETS, frame(0x0806)));
        assertEquals(Exit.NOTHING, run.status());
        assertEquals(3, run.counters().get("not-ip.arp"));
        String odd = capture("odd.pcap", 1, PACKETS, frame(0x1234));
        assertTrue(Run.of("replay", "--ip-only", odd).out().contains("3 without IP (3 ethertype 0x1234)"));
    }

    @Test
    void aCaptureWithoutPacketsHasNothingToTell() throws IOException {
        assertEquals(
                Exit.NOTHING,
                Run.of("replay", "-q", capture("empty.pcap", 249, 0)).status());
    }
}
