package dev.periplus.classify;

import dev.periplus.answer.HostFact;
import dev.periplus.decode.Packet;

/** A fact about a host. */
public record HostAnnouncement(HostFact fact) implements Announcement {
    @Override
    public long by() {
        return Packet.place(fact.capture(), fact.packet());
    }

    @Override
    public long time() {
        return fact.time();
    }

    @Override
    public String says() {
        return fact.value();
    }

    @Override
    public <X extends Exception> void to(Taker<X> taker) throws X {
        taker.take(this);
    }
}
