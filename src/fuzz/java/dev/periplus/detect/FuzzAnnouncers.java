package dev.periplus.detect;

import dev.periplus.answer.HostFact;
import dev.periplus.classify.Announcement;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.classify.Handover;
import dev.periplus.classify.HostAnnouncement;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.classify.RefusalAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Role;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.fuzz.Talks;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * Each announcer and each handover on exchanges of several chunks, with lost segments. Nothing is thrown; ports are
 * ports; where a handover knows where the inside begins, it knows so for both sides.
 */
public final class FuzzAnnouncers {
    private static final List<Announcer> ANNOUNCERS = Detectors.announcers();
    private static final List<Handover> HANDOVERS = Detectors.handovers();
    private static final int MOST_CHUNKS = 24;
    private static final int BEFORE = 3;
    private static final Flow[] FLOWS = {flow(Packet.TCP), flow(Packet.UDP)};
    private static final List<String> LINES = List.of(
            "227 Entering Passive Mode (10,0,0,1,12,34)\r\n",
            "EPRT |2|2001:db8::1|5000|\r\n",
            "229 Extended (|||5000|)\r\n",
            "INVITE sip:a@b SIP/2.0\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nc=IN IP4 10.0.0.1\r\n"
                    + "m=audio 4000 RTP/AVP 0\r\na=rtcp:4001\r\n",
            "SETUP rtsp://a/b RTSP/1.0\r\nTransport: RTP/AVP;unicast;client_port=4000-4001\r\n\r\n",
            "CONNECT a:443 HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n",
            "RTSP/1.0 200 OK\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n",
            "PROXY TCP4 10.0.0.1 10.0.0.2 1000 443\r\n",
            "a1 STARTTLS\r\n");
    private static final Taker TAKER = new Taker();

    private FuzzAnnouncers() {}

    private static Flow flow(int protocol) {
        return FlowFixture.begin(FlowFixture.first(protocol, "192.0.2.1", 40000, "192.0.2.9", 50000))
                .observed()
                .flow();
    }

    private static final class Taker implements Announcement.Taker<RuntimeException> {
        @Override
        public void take(FlowAnnouncement flow) {
            Must.hold(flow.port() > 0 && flow.port() <= 0xffff, "port");
            Must.hold(Double.isFinite(flow.expected().weight()) && !flow.says().isEmpty(), "announcement");
        }

        @Override
        public void take(NameAnnouncement name) {
            Must.hold(!name.says().isEmpty(), "name");
        }

        @Override
        public void take(HostAnnouncement announcement) {
            HostFact fact = announcement.fact();
            byte[] bytes = fact.bytes();
            Must.hold(bytes == null || bytes.length <= HostFact.SHOWN, "bytes of a fact");
            Must.hold(fact.offset() >= -1 && Printable.of(fact.value()).equals(fact.value()), "fact");
        }

        @Override
        public void take(RefusalAnnouncement refusal) {
            Must.hold(!refusal.says().isEmpty(), "refusal");
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int which = input.below(ANNOUNCERS.size() + HANDOVERS.size());
        if (which < ANNOUNCERS.size()) {
            announce(ANNOUNCERS.get(which), input);
        } else {
            handOver(HANDOVERS.get(which - ANNOUNCERS.size()), input);
        }
    }

    private static void announce(Announcer announcer, FuzzInput input) {
        Flow flow = FLOWS[input.u8() & 1];
        Announcements announcements = new Announcements(announcer, announcement -> announcement.to(TAKER));
        Packet packet = new Packet();
        packet.protocol = flow.protocol();
        long[] sequence = new long[2];
        for (int i = 0; i < MOST_CHUNKS && input.hasMore(); i++) {
            int more = input.u8();
            byte[] chunk = input.chunk();
            int side = more & 1;
            sequence[side] += (more & 2) == 0 ? 0 : (byte) more >> 2;
            packet.bytes = new byte[BEFORE + chunk.length];
            System.arraycopy(chunk, 0, packet.bytes, BEFORE, chunk.length);
            packet.payloadOffset = BEFORE;
            packet.payloadCaptured = chunk.length;
            packet.payloadLength = chunk.length;
            packet.tcpSequence = sequence[side] & 0xffffffffL;
            packet.number = i + 1L;
            sequence[side] += chunk.length;
            announcements.hear(flow, side, packet);
        }
    }

    private static void handOver(Handover handover, FuzzInput input) {
        input.u8();
        ExchangeFixture exchange = new ExchangeFixture(false);
        boolean done = false;
        for (int i = 0; i < MOST_CHUNKS && !done && input.hasMore(); i++) {
            int more = input.u8();
            byte[] chunk = input.chunk();
            exchange.speak((more & 1) == 0 ? Role.CLIENT : Role.SERVER, chunk, chunk.length);
            Handover.Start start = handover.find(exchange, new RecordingTrail());
            done = start != Handover.Start.LATER;
            if (done && start.client() >= 0) {
                Must.hold(start.server() >= 0, "both sides begin");
            }
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        int next = 0;
        for (Talks.Talk talk : Talks.all()) {
            int which = next++ % (ANNOUNCERS.size() + HANDOVERS.size());
            int transport = talk.protocol() == Packet.UDP ? 1 : 0;
            seeds.add(talk.to(new FuzzSeed().u8(which).u8(transport)).bytes());
        }
        for (String line : LINES) {
            for (int which = 0; which < ANNOUNCERS.size() + HANDOVERS.size(); which++) {
                FuzzSeed seed = new FuzzSeed().u8(which).u8(0);
                seeds.add(seed.u8(0).text(line).u8(1).text(line).bytes());
            }
        }
        return seeds;
    }
}
