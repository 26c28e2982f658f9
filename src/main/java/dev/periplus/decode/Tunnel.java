package dev.periplus.decode;

/** Kinds of tunnels that Periplus opens. */
public enum Tunnel {
    GRE("gre"),
    IPIP("ipip"),
    SIXINFOUR("6in4"),
    VXLAN("vxlan"),
    GENEVE("geneve"),
    GTP_U("gtp-u"),
    TEREDO("teredo"),
    ERSPAN("erspan"),
    L2TP("l2tp"),
    CAPWAP("capwap"),
    LISP("lisp"),
    TZSP("tzsp"),
    GUE("gue"),
    MPLS_IN_UDP("mpls-in-udp"),
    ETHERIP("etherip"),
    PIM("pim"),
    ETHERNET_IN_IP("ethernet-in-ip"),
    /** Transport mode or tunnel mode: what it protects is in the clear. */
    AH("ah"),
    /** Without encryption. */
    ESP("esp");

    private final String id;

    Tunnel(String id) {
        this.id = id;
    }

    /** The label of the outer flow. */
    public String id() {
        return id;
    }
}
