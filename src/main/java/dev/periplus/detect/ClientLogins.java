package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;

/** Reads logins in messages of a binary protocol, of which each counts as far as one segment holds it. */
abstract class ClientLogins implements Announcer {
    final Secrets secrets;
    private final String name;
    private final ByteCursor cursor = new ByteCursor();

    ClientLogins(String name, Secrets secrets) {
        this.name = name;
        this.secrets = secrets;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void hear(Flow flow, int side, Packet packet, Announcements into) {
        cursor.reset(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
        read(cursor, side == flow.clientSide() ? Role.CLIENT : Role.SERVER, into);
    }

    /** Reads the payload of a segment. */
    abstract void read(ByteCursor cursor, Role speaker, Announcements into);

    /** Reads text that ends with a zero or with the segment. */
    static String text(ByteCursor cursor) {
        int length = 0;
        while (cursor.peek(length) > 0) {
            length++;
        }
        String text = cursor.latin1(length);
        cursor.skip(1);
        return text;
    }

    /** Tells the user and the password of a SASL message of the mechanism PLAIN (RFC 4616 section 2). */
    final void plain(String how, String message, Announcements into) {
        String[] parts = message.split("\0", -1);
        if (parts.length == 3) {
            secrets.tell(into, how, parts[1], parts[2]);
        }
    }
}
