package dev.periplus.detect;

import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decrypt.KeyLogReader;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.Unsealing;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A key log, and what its secrets are to open: TLS, DTLS or QUIC in several chunks. Nothing is thrown, and what is inside
 * is no longer than what is around it.
 */
public final class FuzzDecryption {
    private static final int MOST_CHUNKS = 24;
    private static final List<Decrypting.Making> OPENERS = List.of(TlsOpener::new, DtlsOpener::new, QuicOpener::new);

    private FuzzDecryption() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int kind = input.below(OPENERS.size());
        SecretStore logs = new SecretStore();
        byte[] log = input.chunk();
        new KeyLogReader(logs, "fuzz").read(log, 0, log.length);
        Must.hold(logs.malformed() <= log.length, "malformed lines");
        ExchangeFixture outer = new ExchangeFixture(kind != 0);
        Opener opener = OPENERS.get(kind).make(new SecretStore(logs), new Unsealing(), outer);
        Inside inside = new Inside(outer, 0, 0, opener);
        int sent = 0;
        int opened = 0;
        for (int i = 0; i < MOST_CHUNKS && input.hasMore(); i++) {
            Role role = (input.u8() & 1) == 0 ? Role.CLIENT : Role.SERVER;
            byte[] chunk = input.chunk();
            outer.speak(role, chunk, chunk.length);
            sent += chunk.length;
            int side = outer.flow().side(role);
            Said said = inside.said(side);
            int before = inside.datagrams() ? 0 : said.length();
            while (inside.grow(outer, side)) {
                Must.hold(said.length() <= said.wireLength() || !inside.datagrams(), "length");
                opened += said.length() - before;
                before = inside.datagrams() ? 0 : said.length();
            }
            ((Decryption) opener).tell(new RecordingTrail());
        }
        Must.hold(opened <= sent, "bytes inside");
    }

    public static List<byte[]> seeds() {
        byte[] text = "SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII);
        List<byte[]> seeds = new ArrayList<>();
        SealedTalks early = new SealedTalks(Sealed.Suite.AES_128_GCM_13, false, 1).open13("x");
        seeds.add(seed(0, early.data13(true, text).updatesKeys().data13(false, text)));
        for (Sealed.Suite suite : List.of(Sealed.Suite.CHACHA, Sealed.Suite.AES_128_CBC_SHA)) {
            seeds.add(seed(0, new SealedTalks(suite, true, 2).open12(true).data12(false, text)));
            seeds.add(seed(1, new SealedTalks(suite, false, 3).openDatagrams().message(true, text)));
        }
        SealedTalks quic = new SealedTalks(Sealed.Suite.CHACHA_13, false, 4).openQuic(true, "x");
        seeds.add(seed(2, quic.stream(true, 0, 0, text).updatesPacketKeys().stream(true, 0, text.length, text)));
        return seeds;
    }

    private static byte[] seed(int kind, SealedTalks talk) {
        FuzzSeed seed = new FuzzSeed().u8(kind).chunk(talk.keyLog().getBytes(StandardCharsets.US_ASCII));
        for (Turn turn : talk.turns) {
            seed.u8(turn.byClient() ? 0 : 1).chunk(turn.bytes());
        }
        return seed.bytes();
    }
}
