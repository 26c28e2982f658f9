package dev.periplus.cli;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.classify.Weighing;
import dev.periplus.draft.Draft;
import dev.periplus.draft.Drafting;
import dev.periplus.draft.Group;
import dev.periplus.draft.Grouping;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FirstMessages;
import dev.periplus.flow.Flow;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code periplus rules new FILE…}: groups unidentified flows and drafts a rule for each group. */
final class RuleDrafts extends Command {
    /** Decibans that prove a label beyond doubt if nothing contradicts it. */
    private static final double SURE = 70;

    private final Terminal terminal;
    private final PrintStream out;
    private int port = -1;
    private int transport = -1;
    private long unknown;
    private boolean unreadable;
    private boolean partial;

    RuleDrafts(Terminal terminal) {
        super("new", "FILE...: draft rules for unidentified flows");
        this.terminal = terminal;
        out = terminal.out();
    }

    @Override
    Arguments options() {
        return Captures.declare(PathOptions.declare("periplus rules new [-w DIR] FILE..."))
                .value(null, "port", "N", "only flows with this port on either side")
                .value(null, "transport", "NAME", "only flows over tcp, udp or sctp")
                .value(null, "least", "N", "least flows of a group (default 2)")
                .value(null, "most", "N", "most groups shown, largest first (default 20)")
                .value("w", "write", "DIR", "write the drafts to DIR/draft-N.yaml instead of printing them");
    }

    @Override
    Exit run(Arguments parsed, Terminal to) throws UsageException, IOException, FilterException, InvalidRulesException {
        choose(parsed);
        int least = (int) parsed.number("least", 2, 1, FirstMessages.MOST);
        int most = (int) parsed.number("most", 20, 1, 512);
        List<String> captures = Captures.named(parsed);
        Captures.canBeReadAgain(captures, "rules new");
        Engine.Settings settings = PathOptions.settings(parsed);
        FirstMessages messages = new FirstMessages(settings);
        findUnknown(settings, captures, messages);
        Grouping grouping = new Grouping();
        messages.read(captures, grouping::add);
        List<Group> groups = grouping.groups(least);
        List<Draft> drafts = drafts(groups.subList(0, Math.min(most, groups.size())), settings);
        count(messages, grouping, groups, least);
        print(drafts, parsed.get("write"));
        if (groups.size() > most) {
            out.println();
            out.println(Amounts.count(groups.size() - most, "smaller group") + " not shown; --most shows more.");
        }
        return Exit.DONE.or(partial, Exit.PARTIAL).or(unreadable, Exit.UNREADABLE);
    }

    private void choose(Arguments parsed) throws UsageException {
        port = (int) parsed.number("port", -1, 0, 65_535);
        String name = parsed.get("transport");
        if (name != null) {
            transport = Transport.number(name.toLowerCase(Locale.ROOT));
            if (!Transport.hasPorts(transport)) {
                throw new UsageException("--transport takes tcp, udp or sctp, not '" + name + "'");
            }
        }
    }

    private void findUnknown(Engine.Settings settings, List<String> captures, FirstMessages messages)
            throws FilterException {
        try (Engine engine = new Engine(settings)) {
            List<CaptureOutcome> outcomes = engine.run(captures, record -> {
                if (isChosen(record)) {
                    unknown++;
                    messages.want(record);
                }
            });
            unreadable = Captures.printProblems(outcomes, "periplus: ", terminal.err());
            partial = engine.path().flowCounters().evicted > 0;
        }
    }

    private boolean isChosen(FlowRecord record) {
        Flow flow = record.flow();
        return record.verdict().label() == null
                && flow.payload(0) + flow.payload(1) > 0
                && Transport.hasPorts(flow.protocol())
                && (transport < 0 || flow.protocol() == transport)
                && (port < 0 || flow.port(0) == port || flow.port(1) == port);
    }

    private static List<Draft> drafts(List<Group> groups, Engine.Settings settings) {
        Drafting drafting = new Drafting(settings.rules());
        List<Draft> drafts = new ArrayList<>();
        for (Group group : groups) {
            drafts.add(drafting.draft(group));
        }
        return drafts;
    }

    private void count(FirstMessages messages, Grouping grouping, List<Group> groups, int least) {
        int grouped = groups.stream().mapToInt(Group::size).sum();
        out.println(Amounts.count(unknown, "unidentified flow") + " with payload; " + grouped + " in "
                + Amounts.count(groups.size(), "group") + " of " + least + " or more, "
                + (grouping.flows() - grouped) + " in none.");
        if (messages.leftOut() > 0) {
            out.println(messages.leftOut() + " left out: at most " + FirstMessages.MOST
                    + " are examined; choose with --port and --transport.");
        }
        if (grouping.flows() < messages.wanted()) {
            out.println(messages.wanted() - grouping.flows() + " left out: their first messages are missing.");
        }
    }

    private void print(List<Draft> drafts, @Nullable String directory) throws UsageException, IOException {
        if (directory != null) {
            write(drafts, Path.of(directory));
        }
        int number = 0;
        for (Draft draft : drafts) {
            out.println();
            out.println("Group " + ++number + ": " + draft.about().get(0));
            draft.about().stream().skip(1).forEach(out::println);
            String text = draft.text();
            if (text == null) {
                out.println("  no draft: " + String.join("; ", draft.problems()));
                continue;
            }
            out.println("  " + verdict(draft));
            if (directory == null) {
                out.println();
                text.lines().forEach(out::println);
            } else {
                out.println("  draft: " + file(Path.of(directory), draft));
            }
        }
    }

    /** Whether the conditions would be enough for a label. */
    private static String verdict(Draft draft) {
        double sum = draft.weight() + draft.replyWeight();
        double odds = Math.pow(10, (sum + Weighing.PRIOR) / 10);
        String weight = String.format(
                Locale.ROOT,
                draft.replyWeight() > 0 ? "weight: %.0f decibans, %.0f with the reply: " : "weight: %.0f decibans: ",
                draft.weight(),
                sum);
        if (sum + Weighing.PRIOR <= 0) {
            return weight + String.format(Locale.ROOT, "not enough for a label, which takes %.0f", -Weighing.PRIOR);
        }
        return weight
                + (sum >= SURE
                        ? "enough for a label"
                        : String.format(
                                Locale.ROOT,
                                "a label at a confidence of about %.2f",
                                Math.min(0.99, odds / (1 + odds))));
    }

    private static void write(List<Draft> drafts, Path directory) throws UsageException, IOException {
        for (Draft draft : drafts) {
            if (draft.text() != null && Files.exists(file(directory, draft))) {
                throw new UsageException(file(directory, draft) + " already exists; nothing written");
            }
        }
        Files.createDirectories(directory);
        for (Draft draft : drafts) {
            String text = draft.text();
            if (text != null) {
                Files.writeString(file(directory, draft), text, StandardOpenOption.CREATE_NEW);
            }
        }
    }

    private static Path file(Path directory, Draft draft) {
        return directory.resolve(draft.id() + ".yaml");
    }
}
