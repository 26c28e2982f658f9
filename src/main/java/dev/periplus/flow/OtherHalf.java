package dev.periplus.flow;

/**
 * Where the server's packets of a flow were captured, if elsewhere than the client's.
 *
 * @param vlan as {@link Flow#vlan}
 * @param tunnelKinds as {@link Flow#tunnelKinds}
 */
public record OtherHalf(int vlan, int tunnelKinds) {}
