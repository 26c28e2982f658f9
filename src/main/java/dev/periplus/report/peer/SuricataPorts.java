package dev.periplus.report.peer;

import dev.periplus.report.peer.PortDecoders.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of {@code suricata.yaml}: the ports of protocols that Suricata looks for on some ports only ({@code
 * detection-ports}), and groups of ports that rules refer to. Others, such as SSH, it finds on any port.
 */
final class SuricataPorts {
    private SuricataPorts() {}

    static List<String> lines(SortedMap<Port, List<String>> labels) {
        List<String> remarks = new ArrayList<>();
        Map<String, List<Integer>> groups = new TreeMap<>();
        Map<String, Map<String, List<Integer>>> protocols = new TreeMap<>();
        labels.forEach((port, here) -> {
            String name = PortDecoders.decoder(here.get(0), 2);
            String group = PortDecoders.decoder(here.get(0), 3);
            String remark = PortDecoders.remark(port, here, name + group);
            if (!remark.isEmpty()) {
                remarks.add(remark);
                return;
            }
            if (!name.isEmpty()) {
                protocols
                        .computeIfAbsent(name, key -> new TreeMap<>())
                        .computeIfAbsent(port.transport(), key -> new ArrayList<>())
                        .add(port.number());
            }
            if (!group.isEmpty() && port.transport().equals("tcp")) {
                groups.computeIfAbsent(group, key -> new ArrayList<>()).add(port.number());
            }
        });
        List<String> lines = new ArrayList<>();
        lines.add("%YAML 1.1");
        lines.add("---");
        lines.add("# What Periplus identified on ports not registered for it; include it in suricata.yaml.");
        lines.addAll(remarks);
        groups(groups, lines);
        protocols(protocols, lines);
        return lines;
    }

    private static void groups(Map<String, List<Integer>> groups, List<String> lines) {
        if (!groups.isEmpty()) {
            lines.add("vars:");
            lines.add("  port-groups:");
        }
        groups.forEach((group, ports) -> {
            int equals = group.indexOf('=');
            lines.add("    " + group.substring(0, equals) + ": \"[" + group.substring(equals + 1) + "," + text(ports)
                    + "]\"");
        });
    }

    private static void protocols(Map<String, Map<String, List<Integer>>> protocols, List<String> lines) {
        if (!protocols.isEmpty()) {
            lines.add("app-layer:");
            lines.add("  protocols:");
        }
        protocols.forEach((protocol, transports) -> {
            String name = protocol.substring(0, protocol.indexOf('='));
            String usual = protocol.substring(name.length() + 1);
            lines.add("    " + name + ":");
            boolean apart = name.equals("dns");
            transports.forEach((transport, ports) -> {
                if (apart) {
                    lines.add("      " + transport + ":");
                }
                String indent = apart ? "        " : "      ";
                if (apart || transport.equals("tcp")) {
                    lines.add(indent + "enabled: yes");
                    lines.add(indent + "detection-ports:");
                    lines.add(indent + "  dp: \"" + usual + "," + text(ports) + "\"");
                }
            });
        });
    }

    private static String text(List<Integer> ports) {
        return String.join(",", ports.stream().map(Object::toString).toList());
    }
}
