package dev.periplus.report.peer;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protocols that the bytes of a flow prove, and their names in other programs. */
final class ProvedProtocols {
    private ProvedProtocols() {}

    /** Returns ids of protocols, the outermost first; labels from behaviour or other flows are excluded. */
    static List<String> of(FlowRecord record) {
        List<String> proved = new ArrayList<>(2);
        add(proved, record.verdict());
        for (Layer layer : record.inside()) {
            add(proved, layer.verdict());
        }
        return proved;
    }

    private static void add(List<String> proved, Verdict verdict) {
        if (verdict.basis() == Verdict.Basis.PAYLOAD) {
            add(proved, verdict.protocol());
            add(proved, verdict.label());
        }
    }

    private static void add(List<String> proved, @Nullable String protocol) {
        if (protocol != null && !proved.contains(protocol)) {
            proved.add(protocol);
        }
    }

    /**
     * Returns the name of a protocol in Zeek's {@code service}: its analyzer in lower case (zeek/zeek, {@code
     * Plugin.cc} of each analyzer).
     */
    static String zeek(String protocol, int transport) {
        boolean tcp = transport == Packet.TCP;
        return switch (protocol) {
            case "tls" -> "ssl";
            case "kerberos" -> tcp ? "krb_tcp" : "krb";
            case "ldap" -> tcp ? "ldap_tcp" : "ldap_udp";
            case "dnp3" -> tcp ? "dnp3_tcp" : "dnp3_udp";
            case "dcerpc" -> "dce_rpc";
            case "vnc" -> "rfb";
            case "portmap" -> "portmapper";
            case "netbios-ssn" -> "netbiosssn";
            case "gtp-u" -> "gtpv1";
            default -> protocol;
        };
    }

    /** Returns the name of a protocol in Suricata's {@code app_proto} (OISF/suricata, {@code app-layer-protos.c}). */
    static String suricata(String protocol) {
        return switch (protocol) {
            case "kerberos" -> "krb5";
            case "vnc" -> "rfb";
            case "ethernet-ip" -> "enip";
            case "isakmp" -> "ike";
            case "postgresql" -> "pgsql";
            case "xmpp" -> "jabber";
            default -> protocol;
        };
    }
}
