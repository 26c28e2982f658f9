package dev.periplus.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The tags and tunnels around packets of a flow that was captured in several places.
 *
 * @param vlan as {@link Flow#vlan}
 * @param tunnelKinds as {@link Flow#tunnelKinds}
 */
public record Encapsulation(int vlan, int tunnelKinds) {
    static Encapsulation of(Flow flow) {
        return new Encapsulation(flow.vlan(), flow.tunnelKinds());
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(vlan);
        out.writeInt(tunnelKinds);
    }

    /** Reads what {@link #write} wrote. */
    static Encapsulation read(DataInput in) throws IOException {
        return new Encapsulation(in.readInt(), in.readInt());
    }
}
