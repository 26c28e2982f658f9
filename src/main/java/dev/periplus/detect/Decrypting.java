package dev.periplus.detect;

import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.Unsealing;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * Hands TLS, DTLS and QUIC over to what is inside them, from their first bytes on, if there are secrets at all. One for
 * each shard and protocol.
 */
final class Decrypting implements Handover {
    private final String name;
    private final SecretStore store;
    private final Making making;

    /** What the protocol hands over inside a stream if there are no secrets, or null. */
    private final @Nullable Handover otherwise;

    /** Created for the first flow, because looking up ciphers is slow. */
    private @Nullable Unsealing unsealing;

    /** Makes the opener of a flow. */
    interface Making {
        Opener make(SecretStore store, Unsealing unsealing, Exchange exchange);
    }

    Decrypting(String name, SecretStore store, Making making, @Nullable Handover otherwise) {
        this.name = name;
        this.store = store;
        this.making = making;
        this.otherwise = otherwise;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean ofDatagrams() {
        return true;
    }

    @Override
    public boolean decrypts() {
        return true;
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        Said said = exchange.said(exchange.speakingSide());
        int latest = exchange.datagrams() ? 0 : said.length() - 1;
        boolean any = latest >= 0 && store.isAny(said.captureOf(latest), said.packetOf(latest));
        if (!any) {
            boolean alone = otherwise == null || exchange.datagrams() && !(exchange instanceof Inside);
            return alone ? Start.NEVER : otherwise.find(exchange, fields);
        }
        Unsealing made = unsealing;
        if (made == null) {
            made = new Unsealing();
            unsealing = made;
        }
        Opener opener = making.make(store, made, exchange);
        if (!exchange.datagrams()) {
            return new Start(0, 0, opener);
        }
        Role speaker = exchange.speaker();
        int before = said.count() - 1;
        int answered = exchange.said(speaker.other()).count();
        return speaker == Role.CLIENT ? new Start(before, answered, opener) : new Start(answered, before, opener);
    }
}
