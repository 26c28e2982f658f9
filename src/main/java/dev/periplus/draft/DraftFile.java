package dev.periplus.draft;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import java.util.List;
import java.util.stream.Stream;

/** Writes a plan as a rule file. */
final class DraftFile {
    private static final int WIDTH = 118;

    private final StringBuilder out = new StringBuilder();
    private final String id;
    private final Group group;
    private final Plan plan;
    private final List<Example> examples;

    DraftFile(String id, Group group, Plan plan, List<Example> examples) {
        this.id = id;
        this.group = group;
        this.plan = plan;
        this.examples = examples;
    }

    String text() {
        head();
        line("signatures:");
        line("  - name: " + (plan.ofAnswer() ? "answer" : "first-message"));
        line("    transport: " + Transport.name(group.first().transport()));
        if (group.observed()) {
            line("    from: " + (plan.client() ? "client" : "server"));
        }
        conditions("when", plan.when());
        if (!plan.reply().isEmpty()) {
            conditions("reply", plan.reply());
        }
        line("    matches:");
        examples.forEach(this::example);
        line("    rejects:");
        example(examples.get(0).changed(plan.when()));
        examples.stream()
                .flatMap(example -> Stream.ofNullable(example.changedReply(plan.reply())))
                .limit(1)
                .forEach(this::example);
        return out.toString();
    }

    private void head() {
        line("# Drafted from " + Amounts.count(group.size(), "flow")
                + ". Keep only the conditions that a document confirms.");
        if (GroupText.clients(group) == 1 || GroupText.servers(group) == 1) {
            String host = GroupText.clients(group) == 1 ? "client" : "server";
            line("# All flows have the same " + host + ": constant bytes may come from it, not from the protocol.");
        }
        line("# The examples contain bytes of the capture: replace personal data.");
        line("id: " + id);
        line("name: TODO");
        line("category: other");
        line("references:");
        line("  - \"TODO: the document and section that describe the protocol\"");
    }

    private void conditions(String key, List<Clause> clauses) {
        line("    " + key + ":");
        clauses.forEach(clause -> line("      - " + clause.condition()));
    }

    private void example(Example example) {
        byte[] reply = example.reply();
        if (reply == null) {
            bytes("      - ", "        ", example.request());
        } else {
            bytes("      - request: ", "          ", example.request());
            bytes("        reply: ", "          ", reply);
        }
    }

    private void bytes(String before, String indent, byte[] bytes) {
        StringBuilder line = new StringBuilder(before).append('"');
        boolean begun = false;
        for (String word : HexText.bytes(bytes, 0, bytes.length)) {
            if (line.length() + word.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(indent);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        line(line.append('"').toString());
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
