package dev.periplus.review;

import dev.periplus.answer.FlowRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a responder asks of a flow next: who asked for what, in the flow's own words. */
final class Details {
    private static final int LONGEST = 100;

    /** Metadata fields, and what they are called. */
    private static final String[][] FIELDS = {
        {"http", "user_agent", "user agent"},
        {"http", "content_type", "content type"},
        {"http", "server", "server"},
        {"http", "uri", "URI"}
    };

    private Details() {}

    /** Sentences about flows, by their example; none if it says nothing of itself. */
    static List<String> of(LabelUse use) {
        FlowRecord record = use.example();
        List<String> parts = new ArrayList<>();
        for (String[] field : FIELDS) {
            first(record, field[0], field[1]).ifPresent(value -> parts.add(field[2] + " " + value));
        }
        List<String> facts = new ArrayList<>();
        record.metadata().values("file", "seen").stream().findFirst().ifPresent(seen -> facts.add("carries " + seen));
        if (!parts.isEmpty()) {
            facts.add(String.join(", ", parts));
        }
        shell(use, facts);
        return facts;
    }

    /** The program that asked, by its own word. */
    static Optional<String> agent(FlowRecord record) {
        return first(record, "http", "user_agent").map(agent -> "user agent " + agent);
    }

    /** What was typed into a shell, and what it printed first. */
    private static void shell(LabelUse use, List<String> facts) {
        List<String> commands = use.commands();
        if (!commands.isEmpty()) {
            List<String> shown = commands.stream().map(Details::cut).toList();
            facts.add("typed: " + String.join("; ", shown));
        }
        List<String> printed = use.example().metadata().values("shell", "output");
        if (!printed.isEmpty()) {
            facts.add("printed: " + cut(printed.get(0)) + (printed.size() > 1 ? " … " + cut(printed.get(1)) : ""));
        }
    }

    private static Optional<String> first(FlowRecord record, String group, String key) {
        return record.metadata().values(group, key).stream().findFirst().map(Details::cut);
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
