package dev.periplus.mcp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be asked about the captures; answers are bounded, and marked by {@link Marking}. */
final class Questions {
    private static final String FLOW = "{\"capture\":";
    private static final String FINDING = "{\"finding\":";
    private static final String RUN = "{\"run\":";
    private static final String HOST = "{\"host\":";

    private static final Pattern UID = Pattern.compile("C[0-9A-Za-z]{17}");
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:/(tcp|udp|sctp))?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]+");
    private static final Pattern SUBJECT = Pattern.compile("[0-9A-Za-z:][0-9A-Za-z.:/_+-]{0,99}");

    private static final int MOST_TEXT = 24_000;
    private static final int PLACES_OF_FINDING = 3;
    private static final int FLOWS_OF_SUBJECT = 10;

    private final Commands commands;

    Questions(Commands commands) {
        this.commands = commands;
    }

    /** Findings, most severe first, each with where the bytes of its flows are. */
    Map<String, Object> findings(long offset, int limit) throws IOException {
        Page page = new Page(FINDING, this::finding, offset, limit);
        List<Object> accepted = new ArrayList<>();
        Commands.Ending ending = commands.review(List.of("-o", "json"), line -> {
            page.accept(line);
            if (line.startsWith(RUN)) {
                accepted.add(accepted(line));
            }
        });
        places(page.items());
        Map<String, Object> answer = answer("findings", page, ending);
        accepted.forEach(files -> answer.put("accepted", files));
        return answer;
    }

    /** The files that silence findings, and what they silenced: whoever made the folder may have written them. */
    private Object accepted(String line) {
        Object files = commands.members(line).get("run") instanceof Map<?, ?> run ? run.get("accepted") : null;
        return commands.marked(Map.of("files", files == null ? List.of() : files))
                .getOrDefault("files", List.of());
    }

    private Map<String, Object> finding(String line) {
        return members(commands.record(line).get("finding"));
    }

    /** Flows that match a condition as {@code -Y} takes it, or all. */
    Map<String, Object> flows(@Nullable String condition, long offset, int limit) throws IOException {
        Page page = new Page(FLOW, commands::record, offset, limit);
        List<String> words = new ArrayList<>(List.of("-o", "json"));
        if (condition != null) {
            words.add("--result-filter=" + condition);
        }
        Commands.Ending ending = commands.review(words, page);
        page.items().forEach(flow -> flow.put("places", placesOf(flow)));
        return answer("flows", page, ending);
    }

    /** Hosts with what they serve and use, and each fact with its source; one address, or all. */
    Map<String, Object> hosts(@Nullable String address, long offset, int limit) throws IOException {
        String begin = address == null ? HOST : HOST + "\"" + required(ADDRESS, address, "an address") + "\"";
        Page page = new Page(begin, commands::record, offset, limit);
        return answer("hosts", page, commands.reviewInto("hosts", page));
    }

    /** Who claims a port, what is known of a host, or why a flow has its label, as the command explain prints it. */
    Map<String, Object> explain(String subject) throws IOException {
        Text text = new Text(MOST_TEXT);
        boolean flow = UID.matcher(subject).matches();
        List<String> words = flow
                ? List.of("explain", "-q", "--flow", subject)
                : List.of("explain", "-q", required(SUBJECT, subject, "a port, service, address or uid"));
        Commands.Ending ending = commands.overCaptures(words, text);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("subject", subject);
        answer.put(Marking.UNTRUSTED + "text", commands.relative(text.toString()));
        String condition = flow ? "uid == " + subject : condition(subject);
        if (condition != null) {
            answer.putAll(flows(condition, 0, FLOWS_OF_SUBJECT));
        }
        ended(answer, ending);
        return answer;
    }

    private static @Nullable String condition(String subject) {
        Matcher port = PORT.matcher(subject);
        if (port.matches()) {
            return "server.port == " + port.group(1)
                    + (port.group(2) == null ? "" : " && transport == " + port.group(2));
        }
        return ADDRESS.matcher(subject).matches() ? "client.ip == " + subject + " || server.ip == " + subject : null;
    }

    /** The bytes that a label of a flow rests on, and the packets that hold them. */
    Map<String, Object> exhibit(String uid) throws IOException {
        required(UID, uid, "a uid");
        Page page = new Page(FLOW, commands::record, 0, 1);
        commands.review(List.of("-o", "json", "--result-filter=uid == " + uid), page);
        if (page.items().isEmpty()) {
            throw new IllegalArgumentException("no flow " + uid + " in the folder");
        }
        Map<String, Object> flow = page.items().get(0);
        Map<String, Object> answer = new LinkedHashMap<>();
        for (String name : List.of("capture", "uid", "flow", "label", "confidence", "basis", "standing")) {
            answer.computeIfAbsent(name, flow::get);
        }
        answer.put("exhibits", evidence(flow));
        Text text = new Text(MOST_TEXT);
        Commands.Ending ending = commands.overCaptures(List.of("explain", "-q", "--flow", uid), text);
        answer.put(Marking.UNTRUSTED + "packets", commands.relative(text.toString()));
        ended(answer, ending);
        return answer;
    }

    /** Whether captures of the folder still hold the bytes that a report in it rests on. */
    Map<String, Object> verify(String report) throws IOException {
        Path file = commands.folder().file(report);
        Text text = new Text(MOST_TEXT);
        String root = commands.folder().root().toString();
        Commands.Ending ending = commands.run(List.of("verify", file.toString(), "--in", root, "--confined"), text);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("report", Marking.text(report, MOST_TEXT));
        answer.put("confirmed", ending.complete());
        answer.put(Marking.UNTRUSTED + "text", commands.relative(text.toString()));
        ended(answer, ending);
        return answer;
    }

    private static String required(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + Marking.text(text, 100) + "' is not " + what);
        }
        return text;
    }

    private static Map<String, Object> answer(String name, Page page, Commands.Ending ending) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("total", page.total());
        answer.put("next", page.next());
        answer.put(name, page.items());
        ended(answer, ending);
        return answer;
    }

    /** Tells about losses and unreadable captures: an answer must not look complete if it is not. */
    private static void ended(Map<String, Object> answer, Commands.Ending ending) {
        if (ending.status() != 0) {
            answer.put("status", ending.status());
        }
        if (ending.leftOut() > 0) {
            answer.put("left_out", ending.leftOut());
        }
        if (!ending.problems().isBlank()) {
            answer.put(Marking.UNTRUSTED + "problems", ending.problems());
        }
    }

    /** Adds to findings where the evidence of their flows is. */
    private void places(List<Map<String, Object>> findings) throws IOException {
        List<String> uids = new ArrayList<>();
        findings.forEach(finding -> uids.addAll(uids(finding)));
        Map<Object, List<Map<String, Object>>> places = new LinkedHashMap<>();
        if (!uids.isEmpty()) {
            String condition = "uid in {" + String.join(", ", uids) + "}";
            commands.review(List.of("-o", "json", "--result-filter=" + condition), line -> {
                if (line.startsWith(FLOW)) {
                    Map<String, Object> flow = commands.record(line);
                    places.put(String.valueOf(flow.get("uid")), placesOf(flow));
                }
            });
        }
        for (Map<String, Object> finding : findings) {
            List<Map<String, Object>> found = new ArrayList<>();
            uids(finding).forEach(uid -> found.addAll(places.getOrDefault(uid, List.of())));
            finding.put("places", found);
        }
    }

    private static List<String> uids(Map<String, Object> finding) {
        return finding.get("uids") instanceof List<?> uids
                ? uids.stream().limit(PLACES_OF_FINDING).map(String::valueOf).toList()
                : List.of();
    }

    /** Where the evidence of a flow is, or where the flow is if none of its evidence has a place. */
    private static List<Map<String, Object>> placesOf(Map<String, Object> flow) {
        List<Map<String, Object>> places = new ArrayList<>();
        for (Map<String, Object> evidence : evidence(flow)) {
            Map<String, Object> place = new LinkedHashMap<>();
            for (String name : List.of("capture", "uid", "packet", "offset", "rule")) {
                place.computeIfAbsent(name, evidence::get);
            }
            places.add(place);
        }
        if (places.isEmpty()) {
            Map<String, Object> place = new LinkedHashMap<>();
            place.computeIfAbsent("capture", flow::get);
            place.computeIfAbsent("uid", flow::get);
            places.add(place);
        }
        return places;
    }

    /** The evidence of a flow that rests on bytes. */
    private static List<Map<String, Object>> evidence(Map<String, Object> flow) {
        List<Map<String, Object>> exhibits = new ArrayList<>();
        if (flow.get("evidence") instanceof List<?> all) {
            for (Object one : all) {
                Map<String, Object> evidence = members(one);
                if (evidence.containsKey("packet")) {
                    Map<String, Object> exhibit = new LinkedHashMap<>();
                    exhibit.computeIfAbsent("capture", flow::get);
                    exhibit.computeIfAbsent("uid", flow::get);
                    exhibit.putAll(evidence);
                    exhibits.add(exhibit);
                }
            }
        }
        return exhibits;
    }

    @SuppressWarnings("unchecked") // Marking makes such maps only
    private static Map<String, Object> members(@Nullable Object object) {
        return object instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
