package dev.periplus.draft;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Describes a group in words and a hex dump: constant bytes as they are, the others as {@code ??}. */
final class GroupText {
    private static final int ROW = 16;
    private static final int MOST_PORTS = 5;

    private final Group group;
    private final Shape shape;
    private final List<String> lines = new ArrayList<>();

    GroupText(Group group, Shape shape) {
        this.group = group;
        this.shape = shape;
    }

    List<String> lines() {
        boolean clientFirst = group.first().clientFirst();
        lines.add(Amounts.count(group.size(), "flow") + ", "
                + Transport.name(group.first().transport()) + ", the "
                + role(clientFirst) + " speaks first" + (group.observed() ? "" : " (guessed)") + "; "
                + Amounts.count(clients(group), "client") + ", " + Amounts.count(servers(group), "server") + ", server "
                + ports());
        side("the " + role(clientFirst) + " sends", "", shape.opening(), shape.asking());
        int answered = group.answered().size();
        CommonBytes answer = shape.answer();
        if (answer != null) {
            String some = answered == group.size() ? "" : " in " + answered + " of them";
            side("the " + role(!clientFirst) + " replies with", some, answer, shape.answering());
        } else {
            lines.add("  immediate replies: " + answered + " of " + Amounts.count(group.size(), "flow"));
        }
        return List.copyOf(lines);
    }

    private void side(String who, String where, CommonBytes common, List<Clause> clauses) {
        String lengths = common.sameLength()
                ? Amounts.count(common.longest(), "byte")
                : common.shortest() + " to " + Amounts.count(common.longest(), "byte");
        lines.add("  " + who + " " + lengths + where + ":");
        for (int row = 0; row < common.reach(); row += ROW) {
            lines.add(row(common, row));
        }
        clauses.forEach(clause -> lines.add("    - " + clause.words()));
    }

    private static String row(CommonBytes common, int row) {
        StringBuilder hex = new StringBuilder();
        StringBuilder ascii = new StringBuilder();
        for (int at = row; at < row + ROW; at++) {
            boolean here = at < common.reach();
            int value = here ? common.value(at) : 0;
            boolean fixed = here && common.fixed(at);
            hex.append(fixed ? HexText.hex(value) : here ? "??" : "  ").append(at % 8 == 7 ? "  " : " ");
            boolean printable = value >= 0x20 && value < 0x7f;
            ascii.append(!here ? "" : !fixed ? "?" : printable ? "" + (char) value : ".");
        }
        return "    " + HexText.hex(row >> 8) + HexText.hex(row & 0xff) + "  " + hex + ascii;
    }

    private String ports() {
        Map<Integer, Integer> counts = new TreeMap<>();
        group.samples().forEach(sample -> counts.merge(sample.serverPort(), 1, Integer::sum));
        List<Map.Entry<Integer, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        StringBuilder text = new StringBuilder(counts.size() == 1 ? "port" : "ports");
        for (int i = 0; i < Math.min(MOST_PORTS, sorted.size()); i++) {
            Map.Entry<Integer, Integer> port = sorted.get(i);
            text.append(i == 0 ? " " : ", ").append(port.getKey());
            text.append(counts.size() == 1 ? "" : " (" + port.getValue() + ")");
        }
        return text.append(sorted.size() > MOST_PORTS ? " and " + (sorted.size() - MOST_PORTS) + " more" : "")
                .toString();
    }

    static long clients(Group group) {
        return group.samples().stream().map(Sample::client).distinct().count();
    }

    static long servers(Group group) {
        return group.samples().stream().map(Sample::server).distinct().count();
    }

    static String role(boolean client) {
        return client ? "client" : "server";
    }
}
