package dev.periplus.sockets;

import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import java.util.Locale;

/** Which side of a flow an owner is of. */
public enum Role {
    CLIENT(Exchange.CLIENT),
    SERVER(Exchange.SERVER);

    private final int role;

    Role(int role) {
        this.role = role;
    }

    /** The side of the flow that has this role. */
    int side(Flow flow) {
        return flow.side(role);
    }

    /** As records write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
