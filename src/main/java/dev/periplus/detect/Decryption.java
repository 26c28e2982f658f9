package dev.periplus.detect;

import dev.periplus.classify.Telling;
import dev.periplus.classify.Trail;
import dev.periplus.decrypt.Keys;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.SecretStore.Outcome;
import dev.periplus.decrypt.Unsealing;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens what is encrypted in one flow with the secrets of its handshake. That a record opens is evidence, which names the
 * secret and the record; so is what became of the flow: metadata {@code decryption}.
 */
abstract class Decryption implements Telling {
    /** Records that do not open before a side is given up. */
    static final int MOST_FAILURES = 16;

    /** Most pieces of evidence of a flow. */
    private static final int MOST_TOLD = 8;

    private static final double PROVEN = 120;
    private static final int EVIDENCE = 32;

    final TlsSession session;
    final Unsealing unsealing;

    /** What the server says in the encrypted part of its handshake. */
    final EncryptedHandshake handshake = new EncryptedHandshake();

    private final SecretStore store;
    private final String label;
    private final int clientSide;
    private final List<Opened> opened = new ArrayList<>(2);
    private int told;
    private @Nullable Outcome outcome;
    private boolean outcomeTold;

    private record Opened(String says, Said said, int at) {}

    /** @param label of the protocol, and group of its metadata */
    Decryption(SecretStore store, Unsealing unsealing, String label, Exchange exchange) {
        this.store = store;
        this.unsealing = unsealing;
        this.label = label;
        session = new TlsSession(store);
        clientSide = exchange.flow().clientSide();
    }

    @Override
    public String name() {
        return label + "-keys";
    }

    @Override
    public boolean isBeside() {
        return true;
    }

    @Override
    public boolean isOver() {
        return outcome != null && outcome != Outcome.OPENED;
    }

    boolean isClient(int side) {
        return side == clientSide;
    }

    /**
     * The first record opens with these keys.
     *
     * @param what it is: {@code record 3}
     * @param at where it begins
     */
    void opens(Keys keys, int side, String what, Said said, int at) {
        conclude(Outcome.OPENED);
        if (told < MOST_TOLD) {
            told++;
            session.used(said, at);
            String whose = isClient(side) ? " of the client" : " of the server";
            opened.add(new Opened(what + whose + " opens with " + keys.secret().says(), said, at));
        }
    }

    /** Says what became of the flow; the first word counts. */
    void conclude(Outcome what) {
        if (outcome == null) {
            outcome = what;
            store.count(what);
        }
    }

    /** No secret is there; returns whether it may still come. */
    boolean isMissing() {
        if (session.isLearning()) {
            return true;
        }
        conclude(Outcome.NO_SECRET);
        return false;
    }

    @Override
    public void tell(Trail trail) {
        for (Opened piece : opened) {
            trail.found(label, PROVEN, piece.says, piece.said, piece.at, EVIDENCE);
        }
        opened.clear();
        Outcome now = outcome;
        if (now != null && !outcomeTold) {
            outcomeTold = true;
            trail.metadata(label, "decryption", now.id());
        }
        handshake.tell(label, trail);
    }
}
