package dev.periplus.flow;

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
}
