package dev.periplus.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.periplus.address.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaddressingTest {
    private static final int SOURCE = 26;
    private static final int DESTINATION = 30;
    private static final Ends ENDS = new Ends(0x0a01_0203, 40_000, 0xc000_0209, 53);

    private final FreshAddresses fresh = new FreshAddresses();

    private static byte[] datagram(Ends ends) {
        FrameBuilder frame = new FrameBuilder();
        frame.udp(ends, new byte[] {1, 2, 3});
        return Arrays.copyOf(frame.bytes(), frame.length());
    }

    private static int address(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getInt(at);
    }

    private static Collection<CapturedPacket> rewritten(Collection<CapturedPacket> packets, Readdressing addresses) {
        List<CapturedPacket> others = new ArrayList<>();
        for (CapturedPacket packet : packets) {
            byte[] frame = packet.bytes().clone();
            addresses.rewrite(frame);
            others.add(new CapturedPacket(
                    frame, packet.wire(), packet.time(), packet.linkType(), packet.capture(), packet.number()));
        }
        return others;
    }

    @Test
    void bothDirectionsStayTogether() {
        Readdressing addresses = new Readdressing(fresh);
        byte[] question = datagram(ENDS);
        byte[] answer = datagram(ENDS.back());
        addresses.rewrite(question);
        addresses.rewrite(answer);
        assertEquals(address(question, SOURCE), address(answer, DESTINATION));
        assertEquals(address(question, DESTINATION), address(answer, SOURCE));
        assertNotEquals(ENDS.source(), address(question, SOURCE));
    }

    @Test
    void privateAddressesStayPrivateAndPublicOnesPublic() {
        byte[] frame = datagram(ENDS);
        new Readdressing(fresh).rewrite(frame);
        assertEquals(10, address(frame, SOURCE) >>> 24);
        assertFalse(Address.ofIpv4(address(frame, DESTINATION)).isPrivate());
    }

    @Test
    void addressesOfNoHostStay() {
        byte[] frame = datagram(new Ends(0, 68, -1, 67));
        byte[] before = frame.clone();
        new Readdressing(fresh).rewrite(frame);
        assertArrayEquals(before, frame);
    }

    /** Covers VLAN tags, tunnels, fragments, IPv6 and truncated packets, all present in the captures. */
    @Test
    void everyPlayOfACaptureHasItsFlowsAgain() throws IOException {
        for (List<CapturedPacket> capture : new CaptureFolder(Path.of("captures")).packets()) {
            FlowCount once = FlowCount.of(capture);
            List<CapturedPacket> thrice = new ArrayList<>(capture);
            thrice.addAll(rewritten(capture, new Readdressing(fresh)));
            thrice.addAll(rewritten(capture, new Readdressing(fresh)));
            thrice.forEach(SumCheck::right);
            FlowCount all = FlowCount.of(thrice);
            assertEquals(3 * once.flows(), all.flows());
            assertEquals(3 * once.answered(), all.answered());
        }
    }
}
