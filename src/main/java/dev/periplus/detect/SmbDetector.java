package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.util.List;

/**
 * Extracts what SMB sends before encryption, over NetBIOS (RFC 1002 section 4.3) or directly over TCP (MS-SMB2 2.1):
 * dialects offered and chosen, whether signing is required, and the names in the first session set-up. Metadata under
 * {@code smb}. Signatures find the label; messages with consistent fields add a little to them.
 */
final class SmbDetector implements Detector {
    private static final String SMB = "smb";
    private static final double OFFER = 5;
    private static final double CHOICE = 10;
    private static final int HEADER = 4;
    private static final int MAGIC = 4;
    private static final int SESSION_REQUEST = 0x81;
    private static final int KEEP_ALIVE = 0x85;
    private static final int MOST_MESSAGES = 16;

    private final SmbMessage message = new SmbMessage();
    private final Ntlm ntlm = new Ntlm();

    /** State of a flow. */
    private static final class State {
        /** Bytes read on each side of the flow. */
        final int[] read = new int[2];

        int messages;
        boolean offer;
        boolean choice;
        List<String> offered = List.of();
    }

    @Override
    public String name() {
        return SMB;
    }

    @Override
    public List<String> answers() {
        return List.of("smb");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        Said said = exchange.said(exchange.speakingSide());
        if (!mayBegin(said.bytes(), 0, said.length())) {
            return Next.DONE;
        }
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        int side = exchange.speakingSide();
        boolean growing = !said.snapped() && said.length() < Said.STREAM_LIMIT;
        while (state.read[side] + HEADER + MAGIC <= said.length()) {
            int at = state.read[side];
            if (!mayBegin(said.bytes(), at, said.length())) {
                return Next.DONE;
            }
            int from = at + HEADER;
            int end = from + ((said.bytes()[at + 1] & 0xff) << 16 | TlsRecords.u16(said.bytes(), at + 2));
            if (end > said.length() && growing) {
                return Next.MORE;
            }
            int here = Math.min(end, said.length());
            if (said.bytes()[at] == 0 && from + MAGIC <= here && !look(exchange, said, from, here, state, trail)) {
                return Next.DONE;
            }
            state.read[side] = end;
        }
        return growing ? Next.MORE : Next.DONE;
    }

    /** Whether the bytes can start a session message with SMB, or a NetBIOS message that precedes it. */
    private static boolean mayBegin(byte[] bytes, int at, int end) {
        if (at >= end) {
            return true;
        }
        int type = bytes[at] & 0xff;
        if (type != 0) {
            return type >= SESSION_REQUEST && type <= KEEP_ALIVE && (at + 1 >= end || bytes[at + 1] == 0);
        }
        return at + HEADER + MAGIC > end || SmbMessage.isMagic(bytes, at + HEADER);
    }

    /** Inspects a message; returns false if later messages add nothing. */
    private boolean look(Exchange exchange, Said said, int from, int to, State state, Trail trail) {
        SmbMessage.Step step = message.read(said.bytes(), from, to, state.offered);
        boolean more = switch (step) {
            case NOT, OTHER -> false;
            case OFFER -> offer(said, from, state, trail);
            case CHOICE -> choice(said, from, state, trail);
            case SETUP -> setup(said, from, to, trail);
            case SETUP_REPLY -> {
                ntlm.tell(said.bytes(), from, to, SMB, trail);
                yield message.status != 0;
            }
        };
        if (step != SmbMessage.Step.NOT) {
            trail.roleOf(exchange.speaker(), !message.reply);
        }
        return more && ++state.messages < MOST_MESSAGES;
    }

    private boolean offer(Said said, int from, State state, Trail trail) {
        state.offered = message.offered;
        message.offered.forEach(dialect -> trail.metadata(SMB, "dialects", dialect));
        if (!state.offer) {
            state.offer = true;
            String says = "client offers SMB dialects " + String.join(", ", message.offered);
            trail.found(SMB, OFFER, says, said, from, MAGIC);
        }
        return true;
    }

    private boolean choice(Said said, int from, State state, Trail trail) {
        if (message.chosen.isEmpty()) {
            return true;
        }
        trail.metadata(SMB, "dialect", message.chosen);
        trail.metadata(SMB, "signing", message.signingRequired ? "required" : "optional");
        if (!state.choice) {
            state.choice = true;
            trail.found(SMB, CHOICE, "server chooses SMB dialect " + message.chosen, said, from, MAGIC);
        }
        return true;
    }

    private boolean setup(Said said, int from, int to, Trail trail) {
        if (ntlm.tell(said.bytes(), from, to, SMB, trail) != 0) {
            return true;
        }
        List<String> account = message.account();
        if (account.size() == 2) {
            tell(trail, "user", account.get(0));
            tell(trail, "domain", account.get(1));
        }
        return account.isEmpty();
    }

    private static void tell(Trail trail, String key, String value) {
        if (!value.isEmpty()) {
            trail.metadata(SMB, key, value);
        }
    }
}
