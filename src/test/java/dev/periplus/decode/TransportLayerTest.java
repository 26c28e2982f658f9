package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.sctp;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.tcp;
import static dev.periplus.decode.Frames.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportLayerTest {
    private static final String DATA_HEADER = "0003 0016 00000001 0001 0000 0000002e";

    @Test
    void tcpOptionsAreNotPayload() {
        byte[] segment = join(tcp(1, 2, 24, hex("020405b4 01010101")), text("data"));
        segment[12] = 0x70;
        Trial.Seen seen = Trial.ofIp(ipv4(Packet.TCP, A, B, segment)).only();
        assertArrayEquals(text("data"), seen.bytes());
        assertEquals(24, seen.tcpFlags());
    }

    @Test
    void fieldsOfTcpDoNotStayForTheNextPacket() {
        Trial trial = new Trial().ip(ipv4(Packet.TCP, A, B, tcp(1, 2, 24, text("x"))));
        trial.ip(ipv4(50, A, B, pattern(30)));
        Trial.Seen second = trial.seen().get(1);
        assertEquals(0, second.tcpFlags() + second.tcpSequence() + second.tcpAcknowledgement());
        assertEquals(A + " 0 > " + B + " 0", second.ends());
    }

    @Test
    void everyUserMessageOfAnSctpPacketIsHandedOn() {
        byte[] data = join(hex(DATA_HEADER), text("abcdef"), hex("0000"));
        assertEquals(
                "616263646566",
                Trial.ofIp(ipv4(132, A, B, sctp(5, 6, data))).only().payload());
        byte[] bundled = join(hex("0300 0010 00000001 00000002 00000000"), data, data);
        Trial both = Trial.ofIp(ipv4(132, A, B, sctp(5, 6, bundled)));
        assertEquals(2, both.seen().size());
        assertEquals(1, both.counters().ipPackets);
        for (Trial.Seen seen : both.seen()) {
            assertEquals("616263646566", seen.payload());
            assertEquals(A + " 5 > " + B + " 6", seen.ends());
        }
        byte[] interleaved = join(hex("4003 001a 00000001 0001 0000 00000001 0000002e"), text("abcdef"), hex("0000"));
        assertEquals(
                "616263646566",
                Trial.ofIp(ipv4(132, A, B, sctp(5, 6, interleaved))).only().payload());
    }

    @Test
    void theFirstFragmentOfAnSctpMessageCarriesItsIdentifier() {
        byte[] payload = hex("61626364");
        assertEquals(0x2e, identifier(join(hex("0003 0014 00000001 0001 0000 0000002e"), payload)));
        assertEquals(0x2e, identifier(join(hex("0002 0014 00000001 0001 0000 0000002e"), payload)));
        assertEquals(0, identifier(join(hex("0000 0014 00000001 0001 0000 0000002e"), payload)));
        assertEquals(0, identifier(join(hex("0001 0014 00000001 0001 0000 0000002e"), payload)));
        assertEquals(0x2e, identifier(join(hex("4003 0018 00000001 0001 0000 00000001 0000002e"), payload)));
        assertEquals(0, identifier(hex("0003 0014 00000001 0001 0000")));
    }

    private static int identifier(byte[] chunks) {
        return Trial.ofIp(ipv4(132, A, B, sctp(5, 6, chunks))).only().payloadIdentifier();
    }

    @Test
    void sctpWithoutDataHasNoPayload() {
        byte[] init = join(hex("0100 0014 00000001 00010000 00010001 00000001"));
        Trial.Seen seen = Trial.ofIp(ipv4(132, A, B, sctp(5, 6, init))).only();
        assertEquals(0, seen.payloadLength());
        assertEquals(0, Trial.ofIp(ipv4(132, A, B, sctp(5, 6, hex("")))).only().payloadLength());
    }

    @Test
    void sctpChunksThatCannotBeAreCountedAndTheFlowStays() {
        for (String chunk : new String[] {"00030003", "0003000f", "01000003", "030000ff", "0003ffff"}) {
            Trial trial = Trial.ofIp(ipv4(132, A, B, sctp(5, 6, join(hex(chunk), pattern(20)))));
            assertEquals(0, trial.only().payloadLength(), chunk);
            assertEquals(1, trial.counters().lost(DecodeLoss.SCTP_CHUNK), chunk);
        }
    }

    @Test
    void aSnappedDataChunkKeepsItsLength() {
        byte[] packet = ipv4(132, A, B, sctp(5, 6, join(hex(DATA_HEADER), text("abcdef"), hex("0000"))));
        Trial trial = new Trial().frame(101, slice(packet, 0, packet.length - 5), packet.length);
        assertEquals(6, trial.only().payloadLength());
        assertEquals("616263", trial.only().payload());
    }

    @ParameterizedTest
    @CsvSource({
        "8,0,8,0",
        "0,0,0,8",
        "9,0,9,10",
        "10,0,10,9",
        "13,0,13,14",
        "14,0,14,13",
        "15,0,15,16",
        "16,0,16,15",
        "17,0,17,18",
        "18,0,18,17",
        "3,1,3,1",
        "11,0,11,0",
        "5,2,5,2"
    })
    void icmpTypesBecomePorts(int type, int code, int source, int destination) {
        byte[] message = join(new byte[] {(byte) type, (byte) code}, hex("0000 00010002"), text("ping"));
        Trial.Seen seen = Trial.ofIp(ipv4(1, A, B, message)).only();
        assertEquals(A + " " + source + " > " + B + " " + destination, seen.ends());
        assertArrayEquals(text("ping"), seen.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "128,0,128,129",
        "129,0,129,128",
        "130,0,130,131",
        "131,0,131,130",
        "133,0,133,134",
        "134,0,134,133",
        "135,0,135,136",
        "136,0,136,135",
        "139,1,139,140",
        "140,1,140,139",
        "144,0,144,145",
        "145,0,145,144",
        "1,4,1,4",
        "143,0,143,0"
    })
    void icmpv6TypesBecomePorts(int type, int code, int source, int destination) {
        byte[] message = join(new byte[] {(byte) type, (byte) code}, hex("0000 00010002"), text("ping"));
        Trial.Seen seen = Trial.ofIp(ipv6(58, A6, B6, message)).only();
        assertEquals(A6 + " " + source + " > " + B6 + " " + destination, seen.ends());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 33, 50, 51, 88, 89, 103, 112, 136, 255})
    void otherProtocolsHaveNoPortsButTheirPayload(int protocol) {
        Trial.Seen seen = Trial.ofIp(ipv4(protocol, A, B, pattern(24))).only();
        assertEquals(protocol, seen.protocol());
        assertEquals(A + " 0 > " + B + " 0", seen.ends());
        assertArrayEquals(pattern(24), seen.bytes());
    }

    @Test
    void shortIcmpIsStillAPacket() {
        Trial.Seen seen = Trial.ofIp(ipv4(1, A, B, hex("0301 0000"))).only();
        assertEquals(A + " 3 > " + B + " 1", seen.ends());
        assertEquals(0, seen.payloadLength());
    }
}
