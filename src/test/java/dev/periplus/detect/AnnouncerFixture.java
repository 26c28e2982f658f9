package dev.periplus.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.periplus.answer.HostFact;
import dev.periplus.classify.Announcement;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.classify.HostAnnouncement;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.classify.RefusalAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A flow between 192.0.2.1:40000 and 192.0.2.9, and what an announcer announces from its packets. */
final class AnnouncerFixture implements Announcement.Taker<RuntimeException> {
    static final int CLIENT = 0;
    static final int SERVER = 1;

    final Flow flow;
    private final List<FlowAnnouncement> heard = new ArrayList<>();
    private final List<String> named = new ArrayList<>();
    private final List<HostFact> facts = new ArrayList<>();
    private final Announcements announcements;
    private final int[] sequence = new int[2];

    AnnouncerFixture(Announcer announcer, int protocol, int serverPort) {
        FlowFixture fixture =
                FlowFixture.begin(FlowFixture.first(protocol, "192.0.2.1", 40000, "192.0.2.9", serverPort));
        flow = protocol == Packet.TCP ? fixture.observed().flow() : fixture.flow();
        announcements = new Announcements(announcer, announcement -> announcement.to(this));
    }

    @Override
    public void take(FlowAnnouncement flow) {
        heard.add(flow);
    }

    @Override
    public void take(RefusalAnnouncement refusal) {
        throw new AssertionError("an announcer announces no refusal");
    }

    @Override
    public void take(HostAnnouncement fact) {
        facts.add(fact.fact());
    }

    /** The facts announced so far: host, kind, value and grade. */
    List<String> facts() {
        return facts.stream()
                .map(fact -> fact.host() + " " + fact.kind().id() + " " + fact.value() + ", "
                        + fact.grade().id())
                .toList();
    }

    /** The bytes of these facts in hex. */
    List<String> exhibits() {
        return facts.stream()
                .map(fact -> fact.bytes() == null
                        ? "none"
                        : fact.offset() + " " + HexFormat.of().formatHex(fact.bytes()))
                .toList();
    }

    @Override
    public void take(NameAnnouncement name) {
        named.add(name.says() + " " + name.address() + " for " + name.asker());
    }

    /** The names announced so far. */
    List<String> named() {
        return named;
    }

    /** Returns what one more packet announces. */
    List<FlowAnnouncement> says(int side, byte[] bytes) {
        Packet packet = new Packet();
        packet.bytes = new byte[bytes.length + 3];
        packet.payloadOffset = 3;
        System.arraycopy(bytes, 0, packet.bytes, 3, bytes.length);
        packet.payloadCaptured = bytes.length;
        packet.payloadLength = bytes.length;
        packet.protocol = flow.protocol();
        packet.tcpSequence = sequence[side];
        packet.number = 7;
        packet.time = 99;
        sequence[side] += bytes.length;
        heard.clear();
        announcements.hear(flow, side, packet);
        return List.copyOf(heard);
    }

    /** Same, as {@code label address:port}. */
    List<String> words(int side, byte[] bytes) {
        return says(side, bytes).stream().map(AnnouncerFixture::words).toList();
    }

    List<String> words(int side, String text) {
        return words(side, text.getBytes(ISO_8859_1));
    }

    /** Same, for bytes in hex; blanks are ignored. */
    List<String> hex(int side, String hex) {
        return words(side, HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    /** The values of a field found so far. */
    List<String> values(String group, String key) {
        return announcements.fields().values(group, key);
    }

    /** Loses a segment. */
    void loses(int side, int bytes) {
        sequence[side] += bytes;
    }

    private static String words(FlowAnnouncement announcement) {
        return announcement.expected().label() + " " + announcement.endpoint().transport() + " "
                + announcement.address() + ":" + announcement.port();
    }

    /** Feeds conversations with random bytes changed; every announcement must be possible. */
    static void changed(Announcer announcer, int protocol, byte[][] conversation, long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            AnnouncerFixture fixture = new AnnouncerFixture(announcer, protocol, 4000);
            for (int i = 0; i < conversation.length; i++) {
                byte[] bytes = conversation[i].clone();
                int cut = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
                bytes = java.util.Arrays.copyOf(bytes, cut);
                for (int change = random.nextInt(6); change > 0 && cut > 0; change--) {
                    bytes[random.nextInt(cut)] = (byte) random.nextInt();
                }
                int side = random.nextInt(8) == 0 ? random.nextInt(2) : i % 2;
                for (FlowAnnouncement announcement : fixture.says(side, bytes)) {
                    if (announcement.port() <= 0 || announcement.port() > 0xffff) {
                        throw new AssertionError("seed " + seed + ": " + announcement);
                    }
                }
            }
        }
    }

    /** Returns a seed, printed so that a failure can be reproduced. */
    static long seed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return seed;
    }
}
