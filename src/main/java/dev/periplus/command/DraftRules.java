package dev.periplus.command;

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

/** Groups the unidentified flows of captures and drafts a rule for each group. */
public final class DraftRules extends Operation {
    /** Flows that are examined at most. */
    public static final int MOST_FLOWS = FirstMessages.MOST;

    /** Decibans that prove a label beyond doubt if nothing contradicts it. */
    private static final double SURE = 70;

    private final Reading reading;
    private final Captures captures;
    private int port = -1;
    private int transport = -1;
    private int least = 2;
    private int most = 20;
    private @Nullable Path folder;
    private long unknown;
    private boolean unreadable;
    private boolean partial;

    /** @param reading its condition does not apply: only flows without a label count */
    public DraftRules(Reading reading, Captures captures) {
        this.reading = reading;
        this.captures = captures;
    }

    /** Only flows with this port on either side. */
    public DraftRules port(int number) {
        port = number;
        return this;
    }

    /**
     * Only flows over {@code tcp}, {@code udp} or {@code sctp}.
     *
     * @throws UsageException if it is none of these
     */
    public DraftRules transport(String name) throws UsageException {
        transport = Transport.number(name.toLowerCase(Locale.ROOT));
        if (!Transport.hasPorts(transport)) {
            throw new UsageException("--transport takes tcp, udp or sctp, not '" + name + "'");
        }
        return this;
    }

    /**
     * Chooses groups.
     *
     * @param fewest flows of a group
     * @param groups shown at most, the largest first
     */
    public DraftRules groups(int fewest, int groups) {
        least = fewest;
        most = groups;
        return this;
    }

    /** Writes the drafts to {@code draft-N.yaml} in a folder instead of printing them; null to print. */
    public DraftRules to(@Nullable Path directory) {
        folder = directory;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        captures.canBeReadAgain("rules new");
        PrintStream out = console.out();
        Engine.Settings settings = reading.settings();
        FirstMessages messages = new FirstMessages(settings);
        findUnknown(settings, messages, console);
        Grouping grouping = new Grouping();
        messages.read(captures.files(), grouping::add);
        List<Group> groups = grouping.groups(least);
        List<Draft> drafts = drafts(groups.subList(0, Math.min(most, groups.size())), settings);
        count(messages, grouping, groups, out);
        print(drafts, out);
        if (groups.size() > most) {
            out.println();
            out.println(Amounts.count(groups.size() - most, "smaller group") + " not shown; --most shows more.");
        }
        return Ending.DONE.or(partial, Ending.PARTIAL).or(unreadable, Ending.UNREADABLE);
    }

    private void findUnknown(Engine.Settings settings, FirstMessages messages, Console console) throws FilterException {
        try (Engine engine = new Engine(settings)) {
            List<CaptureOutcome> outcomes = engine.run(captures.files(), record -> {
                if (isChosen(record)) {
                    unknown++;
                    messages.want(record);
                }
            });
            unreadable = console.problems(outcomes);
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

    private void count(FirstMessages messages, Grouping grouping, List<Group> groups, PrintStream out) {
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

    private void print(List<Draft> drafts, PrintStream out) throws UsageException, IOException {
        Path directory = folder;
        if (directory != null) {
            write(drafts, directory);
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
                out.println("  draft: " + file(directory, draft));
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
