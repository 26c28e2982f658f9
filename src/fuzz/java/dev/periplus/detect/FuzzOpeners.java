package dev.periplus.detect;

import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.fuzz.Talks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Each opener on a stream of several chunks. Nothing is thrown; what is inside is no longer than what is around it, but
 * for what was compressed; and it is the same if the stream arrives at once.
 */
public final class FuzzOpeners {
    private static final List<Supplier<Opener>> OPENERS = List.of(
            () -> new WebSocketFrames(false),
            () -> new WebSocketFrames(true),
            FramedMessages::new,
            TurnMessages::new,
            Interleaved.Frames::new);

    /** How the openers' streams carry a message. */
    private static final List<Function<byte[], byte[]>> FRAMES = List.of(
            message -> StreamFrames.masked(StreamFrames.BINARY, message, message.length * 0x01030507),
            message -> StreamFrames.webSocket(StreamFrames.TEXT, message),
            StreamFrames::framed,
            message -> StreamFrames.channel(0x4001, message),
            message -> StreamFrames.interleaved(0, message));

    private static final int MOST_CHUNKS = 24;

    private FuzzOpeners() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Supplier<Opener> opener = OPENERS.get(input.below(OPENERS.size()));
        ExchangeFixture outer = new ExchangeFixture(false);
        Inside inside = new Inside(outer, 0, 0, opener.get());
        int[] total = new int[2];
        for (int i = 0; i < MOST_CHUNKS && input.hasMore(); i++) {
            Role role = (input.u8() & 1) == 0 ? Role.CLIENT : Role.SERVER;
            byte[] chunk = input.chunk();
            outer.speak(role, chunk, chunk.length);
            int side = outer.flow().side(role);
            total[side] = grow(inside, outer, side, total[side]);
        }
        Inside again = new Inside(outer, 0, 0, opener.get());
        for (int side = 0; side < 2; side++) {
            Must.equal(total[side], grow(again, outer, side, 0), "bytes inside");
            Must.hold(total[side] <= outer.said(side).length() + Deflated.MOST, "bytes inside");
        }
    }

    /** Takes all there is; returns the bytes of the stream inside, or of all messages with those before. */
    private static int grow(Inside inside, ExchangeFixture outer, int side, int before) {
        int messages = before;
        Said said = inside.said(side);
        while (inside.grow(outer, side)) {
            Must.hold(said.length() <= said.wireLength() && said.length() <= Said.STREAM_LIMIT, "length");
            messages += said.length();
        }
        return inside.datagrams() ? messages : said.length();
    }

    /** Talks that set up a WebSocket or ICE over TCP and then carry others. */
    public static List<Talks.Talk> nested() {
        List<Talks.Talk> nested = new ArrayList<>();
        Talks.Chunk asked = new Talks.Chunk(0, StreamFrames.upgradeRequest(""));
        Talks.Chunk granted = new Talks.Chunk(1, StreamFrames.upgradeReply(""));
        Talks.Chunk check = new Talks.Chunk(0, StreamFrames.framed(StreamFrames.stun(1)));
        Talks.Chunk checked = new Talks.Chunk(1, StreamFrames.framed(StreamFrames.stun(0x101)));
        for (Talks.Talk talk : Talks.all()) {
            boolean stream = talk.protocol() == Packet.TCP;
            List<Talks.Chunk> chunks = new ArrayList<>(stream ? List.of(asked, granted) : List.of(check, checked));
            talk.chunks()
                    .forEach(chunk -> chunks.add(new Talks.Chunk(
                            chunk.side(), FRAMES.get(stream ? chunk.side() : 2).apply(chunk.bytes()))));
            nested.add(new Talks.Talk(Packet.TCP, chunks));
        }
        return nested;
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        int next = 0;
        for (Talks.Talk talk : Talks.all()) {
            int which = next++ % FRAMES.size();
            FuzzSeed seed = new FuzzSeed().u8(which);
            talk.chunks()
                    .forEach(chunk ->
                            seed.u8(chunk.side()).chunk(FRAMES.get(which).apply(chunk.bytes())));
            seeds.add(seed.bytes());
        }
        return seeds;
    }
}
