package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.Locale;

/** Reads what clients of line-based protocols log in with ({@link LoginLines}), as long as it is in the clear. */
final class LineLogins implements Announcer {
    private final PacketLines lines = new PacketLines();
    private final LoginLines logins;

    LineLogins(Secrets secrets) {
        logins = new LoginLines(secrets);
    }

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public boolean hearsClientsOnly() {
        return true;
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        if (side != flow.clientSide()) {
            return;
        }
        String label = InspectionState.of(flow).label();
        String how = label == null ? "" : label.equals("redis") ? "Redis" : label.toUpperCase(Locale.ROOT);
        LoginLines.State state = LoginLines.of(into);
        lines.segment(packet, side, state);
        while (lines.next()) {
            logins.read(lines, state, how, into);
        }
    }
}
