package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each protocol tells of hosts; the client is 192.0.2.1, the server 192.0.2.9. */
class HostFactsReadersTest {
    private static final String STATION = "02005e005301";
    /** WEB01, as a workstation, in half-ASCII. */
    private static final String NAME = "20" + hex("FHEFECDADB" + "CA".repeat(10) + "AA") + "00";

    private static AnnouncerFixture udp(Announcer announcer, int port) {
        return new AnnouncerFixture(announcer, Packet.UDP, port);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String dhcp(int operation, String own, String given, String options) {
        return String.format("%02x010600", operation) + "12345678 00000000" + own + given + "00000000 00000000"
                + STATION + "00".repeat(10 + 64 + 128) + "63825363" + options + "ff";
    }

    @Test
    void aDhcpClientNamesItselfAndALeaseTiesItToAnAddress() {
        AnnouncerFixture flow = udp(new DhcpFacts(), 67);
        String options = "350103 3204c0000237 0c05" + hex("web01") + "3c08" + hex("MSFT 5.0") + "3703010306";
        flow.hex(CLIENT, dhcp(1, "00000000", "00000000", options));
        assertEquals(
                List.of(
                        "02:00:5e:00:53:01 name web01, itself",
                        "02:00:5e:00:53:01 model MSFT 5.0, itself",
                        "02:00:5e:00:53:01 fingerprint 1,3,6, itself",
                        "192.0.2.55 mac 02:00:5e:00:53:01, inferred"),
                flow.facts());
        assertTrue(
                flow.exhibits().get(0).endsWith(" " + hex("web01")),
                flow.exhibits().toString());
        AnnouncerFixture answer = udp(new DhcpFacts(), 67);
        answer.hex(
                SERVER,
                dhcp(2, "00000000", "c0000237", "350105 3604c0000209 0304c0000201 0604c0000205 0f04" + hex("corp")));
        assertEquals(
                List.of(
                        "192.0.2.55 mac 02:00:5e:00:53:01, another",
                        "192.0.2.55 domain corp, another",
                        "192.0.2.9 role DHCP server, itself",
                        "192.0.2.1 role router, another",
                        "192.0.2.5 role DNS server, another"),
                answer.facts());
    }

    @Test
    void dhcpOptionsThatRunPastTheirMessageTellNothing() {
        AnnouncerFixture flow = udp(new DhcpFacts(), 67);
        flow.hex(CLIENT, dhcp(1, "00000000", "00000000", "350103 0cff" + hex("web01")));
        assertEquals(List.of(), flow.facts());
    }

    @Test
    void aNetbiosNameBelongsToTheAddressThatRegistersIt() {
        AnnouncerFixture flow = udp(new NetbiosNameFacts(), 137);
        String registration =
                "0001 2910 0001 0000 0000 0001" + NAME + "0020 0001 c00c 0020 0001 000493e0 0006 0000 c0000201";
        flow.hex(CLIENT, registration);
        assertEquals(List.of("192.0.2.1 name WEB01, itself"), flow.facts());
        flow.hex(CLIENT, registration.replace("c0000201", "c0000299").replace("0006 0000", "0006 8000"));
        assertEquals("192.0.2.153 domain WEB01, another", flow.facts().get(1));
    }

    @Test
    void aMulticastDnsRecordOfOnesOwnAddressIsSaidByItself() {
        AnnouncerFixture flow = udp(new DnsAnnouncer(), 5353);
        String record = "05" + hex("web01") + "05" + hex("local") + "00 0001 8001 00000078 0004 ";
        flow.hex(SERVER, "0000 8400 0000 0001 0000 0000" + record + "c0000209");
        flow.hex(SERVER, "0000 8400 0000 0001 0000 0000" + record + "c0000208");
        assertEquals(
                List.of("192.0.2.9 name web01.local, itself", "192.0.2.8 name web01.local, another"), flow.facts());
        assertTrue(flow.exhibits().get(0).endsWith(" c0000209"));
    }

    @Test
    void aReverseNameIsThatOfItsAddress() {
        AnnouncerFixture flow = udp(new DnsAnnouncer(), 53);
        String owner = "01 38 01 32 01 30 03 313932 07" + hex("in-addr") + "04" + hex("arpa") + "00";
        flow.hex(
                SERVER,
                "0000 8180 0001 0001 0000 0000" + owner + "000c 0001 c00c 000c 0001 00000078 0007 05" + hex("web01")
                        + "00");
        assertEquals(List.of("192.0.2.8 name web01, another"), flow.facts());
    }

    @Test
    void ssdpTellsSoftwareAndDevice() {
        AnnouncerFixture flow = udp(new SsdpFacts(), 1900);
        flow.words(
                SERVER,
                "HTTP/1.1 200 OK\r\nSERVER: Linux/3.10 UPnP/1.0 Box/1\r\n"
                        + "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\r\n");
        assertEquals(
                List.of(
                        "192.0.2.9 software Linux/3.10 UPnP/1.0 Box/1, itself",
                        "192.0.2.9 role UPnP InternetGatewayDevice, itself"),
                flow.facts());
    }

    @Test
    void wsDiscoveryTellsTypesAndScopes() {
        AnnouncerFixture flow = udp(new WsDiscoveryFacts(), 3702);
        flow.words(
                SERVER,
                "<e:Envelope><d:ProbeMatches><d:Types>dn:NetworkVideoTransmitter</d:Types>"
                        + "<d:Scopes>onvif://www.onvif.org/name/Front%20door</d:Scopes></d:ProbeMatches></e:Envelope>");
        assertEquals(List.of("192.0.2.9 role camera, itself", "192.0.2.9 name Front door, itself"), flow.facts());
    }

    @Test
    void snmpTellsTheNameOfWhoAnswers() {
        AnnouncerFixture flow = udp(new SnmpFacts(), 161);
        String binding = "3020 06082b06010201010500 0405" + hex("sw-17");
        flow.hex(CLIENT, binding);
        assertEquals(List.of(), flow.facts());
        flow.hex(SERVER, binding);
        assertEquals(List.of("192.0.2.9 name sw-17, itself"), flow.facts());
    }

    @Test
    void lldpAndCdpTellOfTheDeviceAndItsManagementAddress() {
        AnnouncerFixture lldp = udp(new LldpFacts(), 1);
        lldp.hex(SERVER, "0a05" + hex("sw-17") + "0e0400140004 100c 0501c0000207 0200000001 00 0000");
        assertEquals(
                List.of(
                        "192.0.2.9 address 192.0.2.7, itself",
                        "192.0.2.9 name sw-17, itself",
                        "192.0.2.7 name sw-17, itself",
                        "192.0.2.9 role bridge, itself",
                        "192.0.2.7 role bridge, itself"),
                lldp.facts());
        AnnouncerFixture cdp = udp(new CdpFacts(), 1);
        cdp.hex(SERVER, "02b40000 00010009" + hex("sw-17") + "00020011 00000001 0101cc0004c0000207");
        assertEquals(
                List.of(
                        "192.0.2.9 address 192.0.2.7, itself",
                        "192.0.2.9 name sw-17, itself",
                        "192.0.2.7 name sw-17, itself"),
                cdp.facts());
    }

    @Test
    void hostileTextIsPrintableAndShort() {
        AnnouncerFixture flow = udp(new SsdpFacts(), 1900);
        flow.words(SERVER, "HTTP/1.1 200 OK\r\nSERVER: a\u001b[2Jb" + "c".repeat(500) + "\r\n\r\n");
        String fact = flow.facts().get(0);
        assertTrue(fact.contains("a\\x1b[2Jb") && fact.length() < 180, fact);
    }

    @Test
    void noBytesMakeThemThrow() {
        long seed = AnnouncerFixture.seed();
        byte[] dhcp = HexFormat.of()
                .parseHex(dhcp(
                                1,
                                "00000000",
                                "00000000",
                                "3501030c05" + hex("web01") + "5108040000" + NAME.substring(0, 10))
                        .replace(" ", ""));
        byte[] name = HexFormat.of()
                .parseHex(("0001 8500 0000 0001 0000 0000" + NAME + "0021 0001 00000000 001f 01"
                                + hex("WEB01          ") + "00 0400" + STATION + "000000000000")
                        .replace(" ", ""));
        byte[] lldp = HexFormat.of().parseHex("0a0573772d3137100c0501c000020702000000010000000e0400140004");
        byte[] text = "HTTP/1.1 200 OK\r\nServer: a\r\nST: urn:device:b:1\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        for (Announcer announcer : Detectors.announcers()) {
            if (announcer instanceof FactReader) {
                AnnouncerFixture.changed(announcer, Packet.UDP, new byte[][] {dhcp, name, lldp, text}, seed);
            }
        }
    }
}
