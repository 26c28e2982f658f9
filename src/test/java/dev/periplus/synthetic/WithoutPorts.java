package dev.periplus.synthetic;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * A network of bridges, a substation, a machine and two routers: frames without IP, and IP without ports. Some data is
 * not what its EtherType is registered for.
 */
final class WithoutPorts implements Scenario {
    static final long SEED = 88;

    private static final long START = Times.of("2023-11-07T06:40:00.000125000Z");
    private static final int LEAST = 46;
    private static final String SWITCH = "02:53:00:00:00:01";
    private static final String HOST = "02:53:00:00:00:10";
    private static final String OTHER = "02:53:00:00:00:11";
    private static final String ALL = "ff:ff:ff:ff:ff:ff";
    private static final String BRIDGES = "01:80:c2:00:00:00";
    private static final String NEIGHBOURS = "01:80:c2:00:00:0e";
    private static final String CISCO = "01:00:0c:cc:cc:cc";
    private static final String ROUTER = "10.20.0.1";
    private static final String SECOND = "10.20.0.2";

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);
    private long now = START;

    @Override
    public Capture make() {
        bridges();
        hosts();
        industry();
        misuse();
        routers();
        return PcapFile.capture("without-ports.pcap", trace, 65535);
    }

    private void bridges() {
        repeat(4, "ether:0x88cc", SWITCH, NEIGHBOURS, "lldp", lldp());
        byte[] bridge = hex("8001 025300000001");
        byte[] spanning =
                Bytes.join(hex("0000 00 00 00"), bridge, hex("00000000"), bridge, hex("8002 0000 1400 0200 0f00"));
        repeat(5, "llc:0x42", SWITCH, BRIDGES, "stp", spanning);
        byte[] discovery = hex("02b4 0000 0001 0007 737731 0003 0008 47693031 0004 0008 00000028");
        repeat(2, "snap:0x00000c:0x2000", SWITCH, CISCO, "cdp", summed(discovery, 2));
        byte[] trunk = hex("01 0001 0008 636f7270 0002 0005 81 0003 0005 a5 0004 000a 025300000001");
        repeat(2, "snap:0x00000c:0x2004", SWITCH, CISCO, "dtp", trunk);
        byte[] aggregation = new Bytes()
                .hex("01 01 0114 8000 025300000001 0001 8000 0001 3d 000000")
                .hex("0214 8000 025300000002 0001 8000 0002 3d 000000")
                .hex("0310 0000")
                .zeros(64)
                .array();
        repeat(2, "ether:0x8809", SWITCH, "01:80:c2:00:00:02", "lacp", aggregation);
        byte[] routing = new Bytes()
                .hex("83 1b 01 00 0f 01 00 00 03 025300000001 001e 002a 40 025300000001 01")
                .hex("8101cc 010403490001 8404 0a140001")
                .array();
        repeat(3, "llc:0xfe", SWITCH, "01:80:c2:00:00:14", "isis", routing);
    }

    private void hosts() {
        repeat(3, "ether:0x0806", HOST, ALL, "arp", arp(1, HOST, "000000000000"));
        repeat(1, "ether:0x0806", SWITCH, HOST, "arp", arp(2, SWITCH, plain(HOST)));
        expect("ether:0x888e", SWITCH, HOST, "eapol", Answer.AS_REGISTERED);
        frame("ether:0x888e", SWITCH, HOST, hex("02 00 0005 01 01 0005 01"));
        frame("ether:0x888e", HOST, SWITCH, hex("02 00 000a 02 01 000a 01 616c696365"));
        frame("ether:0x888e", SWITCH, HOST, hex("02 00 0004 03 02 0004"));
        repeat(1, "ether:0x8863", HOST, ALL, "pppoe-discovery", hex("11 09 0000 000c 0101 0000 0103 0004 0000002a"));
        expect("ether:0x8863", SWITCH, HOST, "pppoe-discovery", Answer.AS_REGISTERED);
        frame("ether:0x8863", SWITCH, HOST, hex("11 07 0000 0010 0102 0004 62726173 0101 0000 0103 0000"));
        frame("ether:0x8863", HOST, SWITCH, hex("11 19 0000 0010 0102 0004 62726173 0101 0000 0103 0000"));
        byte[] wake = new Bytes().hex("ffffffffffff").array();
        for (int i = 0; i < 16; i++) {
            wake = Bytes.join(wake, hex("025300000011"));
        }
        repeat(1, "ether:0x0842", HOST, ALL, "wake-on-lan", wake);
    }

    private void industry() {
        byte[] names = new Bytes()
                .hex("80 0b")
                .ascii("A/LLN0$GO$g")
                .hex("81 02 07d0 82 08")
                .ascii("A/LLN0$d")
                .hex("84 08 0000000000000000")
                .array();
        byte[] event = Bytes.join(hex("0003"), sized(names.length + 10), hex("0000 0000 61"), one(names.length), names);
        repeat(6, "ether:0x88b8", HOST, "01:0c:cd:01:00:03", "goose", event);
        byte[] values = new Bytes()
                .hex("80 01 01 a2 18 30 16 80 02 4d55 82 02 0001 83 04 00000001 87 06 000102030405")
                .array();
        byte[] sample =
                Bytes.join(hex("4000"), sized(values.length + 10), hex("0000 0000 60"), one(values.length), values);
        repeat(6, "ether:0x88ba", HOST, "01:0c:cd:04:00:00", "sampled-values", sample);
        repeat(
                1,
                "ether:0x8892",
                HOST,
                "01:0e:cf:00:00:00",
                "profinet-dcp",
                hex("fefe 05 00 00000001 0001 0004 ffff 0000"));
        expect("ether:0x8892", HOST, OTHER, "profinet-rt", Answer.AS_REGISTERED);
        for (int i = 0; i < 6; i++) {
            cycle(HOST, OTHER, 0x8001, i);
            cycle(OTHER, HOST, 0x8002, i);
        }
        byte[] machine =
                new Bytes().hex("2c10 0a 21 0000 0001 2000 0000").zeros(34).array();
        repeat(4, "ether:0x88a4", HOST, ALL, "ethercat", machine);
    }

    private void cycle(String from, String to, int id, int number) {
        byte[] data = new Bytes()
                .u16(id)
                .raw(Bytes.random(random, 40))
                .u16(number * 128)
                .hex("35 00")
                .array();
        frame("ether:0x8892", from, to, data);
    }

    /** What these frames carry is not what their EtherTypes are for, or nobody's. */
    private void misuse() {
        expect("ether:0x88cc", HOST, OTHER, Answer.UNKNOWN, Answer.REGISTERED_ONLY);
        for (int i = 0; i < 5; i++) {
            frame("ether:0x88cc", HOST, OTHER, Bytes.random(random, 300));
            frame("ether:0x88cc", OTHER, HOST, Bytes.random(random, 90));
        }
        expect("ether:0x4242", HOST, OTHER, Answer.UNKNOWN, Answer.UNREGISTERED);
        frame("ether:0x4242", HOST, OTHER, Bytes.random(random, 100));
        frame("ether:0x4242", OTHER, HOST, Bytes.random(random, 100));
    }

    private void routers() {
        byte[] hello = summed(
                hex(
                        "02 01 002c 0a140001 00000000 0000 0000 0000000000000000 ffffff00 000a 02 01 00000028 0a140001 00000000"),
                12);
        packets(3, "ospf", ROUTER, "224.0.0.5", 89, "ospf", hello);
        packets(2, "igmp", ROUTER, "224.0.0.1", 2, "igmp", summed(hex("1164 0000 00000000"), 2));
        packets(
                2,
                "pim",
                ROUTER,
                "224.0.0.13",
                103,
                "pim",
                summed(hex("2000 0000 0001 0002 0069 0014 0004 12345678"), 2));
        byte[] virtual = summed(hex("21 0a 64 01 00 01 0000 0a1400fe 0000000000000000"), 6);
        packets(3, "vrrp", ROUTER, "224.0.0.18", 112, "vrrp", virtual);
        byte[] neighbours =
                summed(hex("02 05 0000 00000000 00000000 00000000 0000 0064 0001 000c 010001000000000f"), 2);
        packets(2, "eigrp", ROUTER, "224.0.0.10", 88, "eigrp", neighbours);
        trace.expect(now, "esp", new Endpoint(ROUTER, 0), new Endpoint(SECOND, 0), "esp", Answer.AS_REGISTERED);
        for (int i = 1; i < 6; i++) {
            byte[] sealed = new Bytes()
                    .u32(0x8a51c301L)
                    .u32(i)
                    .raw(Bytes.random(random, 96))
                    .array();
            packet(ROUTER, SECOND, 50, sealed);
        }
        byte[] echo = summed(hex("0800 0000 0001 0001 6162636465666768"), 2);
        trace.expect(now, "icmp", new Endpoint(ROUTER, 8), new Endpoint(SECOND, 0), "icmp", Answer.AS_REGISTERED);
        packet(ROUTER, SECOND, 1, echo);
        packet(SECOND, ROUTER, 1, summed(hex("0000 0000 0001 0001 6162636465666768"), 2));
    }

    private void packets(int count, String transport, String from, String to, int protocol, String label, byte[] body) {
        trace.expect(now, transport, new Endpoint(from, 0), new Endpoint(to, 0), label, Answer.AS_REGISTERED);
        for (int i = 0; i < count; i++) {
            packet(from, to, protocol, body);
        }
    }

    private void packet(String from, String to, int protocol, byte[] body) {
        wire.send(step(), from, to, Ip.packet(from, to, protocol, random.nextInt(0x10000), body));
    }

    private void repeat(int count, String transport, String from, String to, String label, byte[] body) {
        expect(transport, from, to, label, Answer.AS_REGISTERED);
        for (int i = 0; i < count; i++) {
            frame(transport, from, to, body);
        }
    }

    private void expect(String transport, String from, String to, String label, String standing) {
        trace.expect(now, transport, new Endpoint(from, 0), new Endpoint(to, 0), label, standing);
    }

    /** Sends a frame of Ethernet II, or with LLC and perhaps SNAP; pads it as a network card does. */
    private void frame(String transport, String from, String to, byte[] body) {
        String[] parts = transport.split(":");
        byte[] head = switch (parts[0]) {
            case "ether" -> hex(parts[1].substring(2));
            case "llc" ->
                Bytes.join(sized(body.length + 3), hex(parts[1].substring(2)), hex(parts[1].substring(2)), hex("03"));
            default ->
                Bytes.join(
                        sized(body.length + 8), hex("aaaa03"), hex(parts[1].substring(2)), hex(parts[2].substring(2)));
        };
        byte[] frame = Bytes.join(hex(plain(to)), hex(plain(from)), head, body);
        byte[] whole = frame.length < 14 + LEAST ? Arrays.copyOf(frame, 14 + LEAST) : frame;
        trace.add(new Frame(step(), 0, whole));
    }

    private long step() {
        long time = now;
        now += Times.between(random, 2 * Times.MILLISECOND, 300 * Times.MILLISECOND);
        return time;
    }

    private static byte[] arp(int operation, String from, String asked) {
        return new Bytes()
                .hex("0001 0800 06 04")
                .u16(operation)
                .hex(plain(from))
                .hex("0a140010")
                .hex(asked)
                .hex("0a140001")
                .array();
    }

    private static byte[] lldp() {
        return new Bytes()
                .hex("0207 04 025300000001 0403 05 3137 0602 0078 0a03")
                .ascii("sw1")
                .hex("0000")
                .array();
    }

    private static byte[] summed(byte[] bytes, int at) {
        int sum = Checksum.of(bytes);
        bytes[at] = (byte) (sum >> 8);
        bytes[at + 1] = (byte) sum;
        return bytes;
    }

    private static byte[] sized(int length) {
        return new Bytes().u16(length).array();
    }

    private static byte[] one(int octet) {
        return new byte[] {(byte) octet};
    }

    private static String plain(String station) {
        return station.replace(":", "");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
