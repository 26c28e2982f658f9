package dev.periplus.decode;

import dev.periplus.address.Transport;
import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames of any bytes and link type, with fragments among them. Nothing is thrown; what is found does not depend on the
 * bytes around a frame; payloads lie within their buffers; the outcomes of frames add up to their number.
 */
public final class FuzzDecode {
    private static final int[] LINK_TYPES = {
        LinkType.ETHERNET,
        LinkType.RAW,
        LinkType.NULL,
        LinkType.IEEE_802_5,
        LinkType.PPP,
        LinkType.FDDI,
        LinkType.DLT_RAW,
        LinkType.DLT_RAW_OPENBSD,
        LinkType.PPP_HDLC,
        LinkType.PPP_ETHER,
        LinkType.ATM_RFC1483,
        LinkType.C_HDLC,
        LinkType.IEEE_802_11,
        LinkType.FRELAY,
        LinkType.LOOP,
        LinkType.ENC,
        LinkType.LINUX_SLL,
        LinkType.PFLOG,
        LinkType.IEEE_802_11_PRISM,
        LinkType.IP_OVER_FC,
        LinkType.IEEE_802_11_RADIOTAP,
        LinkType.IEEE_802_11_AVS,
        LinkType.PPP_PPPD,
        LinkType.PPI,
        LinkType.PPP_WITH_DIR,
        LinkType.IPV4,
        LinkType.IPV6,
        LinkType.NFLOG,
        LinkType.LINUX_SLL2,
        LinkType.ERF,
        LinkType.IPOIB,
        LinkType.PKTAP,
        LinkType.USER_2,
        147
    };

    private static final DecodeSettings SETTINGS = new DecodeSettings(true, true, 16, 1 << 17, 1_000_000_000);
    private static final int[] AFTER = {0, 64, 64};
    private static final int[] FILL = {0x55, 0, 0xff};
    private static final int BEFORE = 13;
    private static final int MOST_FRAMES = 32;
    private static final long TICK = 10_000_000;
    private static final int LONGEST_SEED = 1600;

    private FuzzDecode() {}

    /** One decoder and a digest of what it found. */
    private static final class Trial {
        private final Decoder decoder = new Decoder(SETTINGS, this::take);
        private long digest;

        private void take(Packet p) {
            Must.hold(p.payloadOffset >= 0 && p.payloadCaptured >= 0, "payload begins and ends");
            Must.hold(p.payloadOffset + p.payloadCaptured <= p.bytes.length, "payload within its buffer");
            Must.hold(p.payloadLength >= p.payloadCaptured, "payload not longer than on the wire");
            Must.hold(p.ipVersion == 0 || p.ipVersion == 4 || p.ipVersion == 6, "IP version");
            Must.hold((p.ipVersion == 0) == Transport.isFrame(p.protocol), "frames are without IP");
            add(p.sourceHigh, p.sourceLow, p.destinationHigh, p.destinationLow);
            add(p.protocol, p.sourcePort, p.destinationPort, p.ipVersion, p.ipLength, p.wireLength);
            add(p.vlan, p.tunnel, p.tunnelKinds, p.reassembled ? 1 : 0, p.bundled ? 1 : 0, p.payloadLength);
            add(p.tcpFlags, p.tcpSequence, p.tcpAcknowledgement, p.number, p.time, p.clock);
            for (int i = 0; i < p.payloadCaptured; i++) {
                digest = 31 * digest + p.bytes[p.payloadOffset + i];
            }
        }

        private void add(long... values) {
            for (long value : values) {
                digest = 31 * digest + value;
            }
        }

        long digest() {
            DecodeCounters c = decoder.counters();
            Must.equal(
                    c.packets,
                    c.tracked + c.undecodable + c.held + c.unusable + c.cutOff + c.foreign,
                    "outcomes of frames");
            long sum = digest + 3 * c.truncated + 5 * c.losses() + 7 * c.held + 11 * c.unusable + 13 * c.cutOff;
            return sum + 17 * c.reassembled + 19 * c.ipPackets;
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Trial[] trials = {new Trial(), new Trial(), new Trial()};
        long time = 0;
        for (int number = 1; number <= MOST_FRAMES && input.hasMore(); number++) {
            int linkType = LINK_TYPES[input.below(LINK_TYPES.length)];
            int more = input.u8();
            time += (more >> 4) * TICK;
            byte[] frame = input.chunk();
            int wire = frame.length + ((more & 8) == 0 ? 0 : 1 << (more & 7));
            frame(trials, linkType, frame, wire, time, number);
        }
        for (Trial trial : trials) {
            trial.decoder.flush();
            Must.equal(trials[0].digest(), trial.digest(), "bytes outside the frame show");
        }
    }

    private static void frame(Trial[] trials, int linkType, byte[] frame, int wire, long time, int number) {
        int hash = 0;
        for (int i = 0; i < trials.length; i++) {
            byte[] all = new byte[BEFORE + frame.length + AFTER[i]];
            Arrays.fill(all, (byte) FILL[i]);
            System.arraycopy(frame, 0, all, BEFORE, frame.length);
            int other = ShardHash.addressHash(all, BEFORE, frame.length, linkType);
            hash = i == 0 ? other : hash;
            Must.hold(hash == other, "bytes outside the frame show in the hash");
            trials[i].decoder.decode(all, BEFORE, frame.length, wire, linkType, time, 0, number);
            int further = Aggregate.further(all, BEFORE, frame.length, linkType);
            for (int place = 1; place <= further; place++) {
                int of = Aggregate.linkType(linkType, place);
                trials[i].decoder.decode(all, BEFORE, frame.length, wire, of, time, 0, number);
            }
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        LinkLayerTest.ethernets().forEach(link -> seeds.add(seed(link.type(), link.frame())));
        LinkLayerTest.lines().forEach(link -> seeds.add(seed(link.type(), link.frame())));
        LinkLayerTest.wireless().forEach(link -> seeds.add(seed(link.type(), link.frame())));
        TagsTest.links().forEach(link -> seeds.add(seed(link.type(), link.frame())));
        seeds.add(seed(LinkType.IEEE_802_11, AggregateTest.aggregate()));
        TunnelsTest.direct().forEach(tunnel -> seeds.add(seed(LinkType.RAW, tunnel.packet())));
        TunnelsTest.overUdp().forEach(tunnel -> seeds.add(seed(LinkType.RAW, tunnel.packet())));
        UdpTunnelsTest.proven().forEach(tunnel -> seeds.add(seed(LinkType.RAW, tunnel.packet())));
        for (CapturedPacket packet : packets("captures/vlan-tunnels-fragments.pcapng")) {
            seeds.add(seed(packet.linkType(), packet.bytes()));
        }
        FuzzSeed fragments = new FuzzSeed();
        for (CapturedPacket packet : packets("captures/vlan-tunnels-fragments.pcapng")) {
            if (fragments.bytes().length + packet.bytes().length < LONGEST_SEED) {
                frame(fragments, packet.linkType(), packet.bytes());
            }
        }
        seeds.add(fragments.bytes());
        return seeds;
    }

    private static List<CapturedPacket> packets(String capture) {
        return CaptureFolder.read(Path.of(capture));
    }

    private static byte[] seed(int linkType, byte[] frame) {
        FuzzSeed seed = new FuzzSeed();
        frame(seed, linkType, frame);
        return seed.bytes();
    }

    private static void frame(FuzzSeed seed, int linkType, byte[] frame) {
        int index = 0;
        while (index < LINK_TYPES.length - 1 && LINK_TYPES[index] != linkType) {
            index++;
        }
        seed.u8(index).u8(0).chunk(frame);
    }
}
