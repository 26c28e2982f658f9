package dev.periplus.report.text;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Difference;
import dev.periplus.answer.Differences;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.DifferenceReport;
import dev.periplus.report.Losses;
import dev.periplus.report.text.Page.Style;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Prints differences as text: what each side covers, then the differences by section. Identical differences in more
 * than three places are merged, but every client with a private address is listed.
 */
public final class DiffText implements DifferenceReport {
    private static final int INDENT = 2;
    private static final int DEEP = 6;
    private static final int ALONE = 3;
    private static final int MOST = 200;
    private static final int LINES = 4;

    private final Page page;
    private final DiffWords words;
    private final boolean all;

    /**
     * @param out flushed but not closed
     */
    public DiffText(OutputStream out, TextOptions options) {
        page = new Page(out, options);
        all = options.all();
        words = new DiffWords(all, page.clock());
    }

    @Override
    public void write(Differences differences) {
        side("old", differences.old());
        side("new", differences.current());
        page.blank();
        Map<DiffSection, List<Difference>> sections = DiffSection.inOrder(differences.found()).stream()
                .collect(Collectors.groupingBy(DiffSection::of, LinkedHashMap::new, Collectors.toList()));
        sections.forEach(this::section);
        if (differences.found().isEmpty()) {
            page.line("No differences.");
            page.blank();
        }
        page.item(Style.PLAIN, "differences", words.sum(differences.found()));
        lost(differences);
        RunSummary run = differences.current().run();
        page.item(
                Style.PLAIN,
                "took",
                Amounts.duration(differences.elapsed()) + "; periplus " + run.version() + ", "
                        + Amounts.count(run.rules(), "protocol") + " known");
        page.flush();
    }

    private void side(String key, Differences.Side side) {
        RunSummary run = side.run();
        String captures =
                run.captures().size() == 1 ? "" : Amounts.count(run.captures().size(), "capture") + ", ";
        String times = side.isEmpty()
                ? ""
                : ", " + page.clock().span(side.first(), side.last()) + ", "
                        + Amounts.duration(side.last() - side.first());
        page.item(Style.PLAIN, key, side.path() + ": " + captures + Amounts.count(run.packets(), "packet") + times);
        long flows = run.counters().get(Counter.FLOWS);
        long others = run.counters().get(Counter.FLOWS_NOT_SHOWN);
        page.item(
                Style.PLAIN,
                "",
                SummaryText.matching(flows - others, flows)
                        + ": "
                        + side.inventory().count(Counter.SERVICES).text() + ", "
                        + side.inventory().count(Counter.CLIENTS).text());
        long damaged =
                run.captures().stream().filter(read -> read.damage() != null).count();
        if (damaged > 0) {
            page.item(
                    Style.DAMAGE,
                    "",
                    Amounts.count(damaged, "capture")
                            + " not read completely; what seems missing may be in the unread part");
        }
        notFollowed(side);
    }

    private void notFollowed(Differences.Side side) {
        Count flows = side.inventory().count(Counter.SERVICES_NOT_FOLLOWED);
        Count hosts = side.inventory().count(Counter.CLIENTS_NOT_FOLLOWED);
        Count fingerprints = side.inventory().count(Counter.FINGERPRINTS_NOT_FOLLOWED);
        if (flows.value() + hosts.value() > 0) {
            page.item(
                    Style.DAMAGE,
                    "",
                    "too many ports or hosts: " + flows.text() + " and " + hosts.text()
                            + " not compared; they may include what seems new or gone on the other side");
        }
        if (fingerprints.value() > 0) {
            page.item(Style.DAMAGE, "", fingerprints.text() + " not compared");
        }
    }

    private void lost(Differences differences) {
        for (Differences.Side side : List.of(differences.old(), differences.current())) {
            String lost = Losses.lost(side.run().counters());
            if (!lost.equals("nothing")) {
                page.item(Style.DAMAGE, "lost", side.path() + ": " + lost);
            }
        }
    }

    private void section(DiffSection section, List<Difference> found) {
        long places = found.stream().map(Difference::place).distinct().count();
        page.line(page.styled(section.style(), section.title()) + "  " + Amounts.count(places));
        Map<Object, List<Difference>> groups = new LinkedHashMap<>();
        for (Difference difference : found) {
            groups.computeIfAbsent(words.key(difference), key -> new ArrayList<>())
                    .add(difference);
        }
        int printed = 0;
        Endpoint last = null;
        for (Difference difference : found) {
            List<Difference> like = groups.get(words.key(difference));
            if (all || like == null || like.size() <= ALONE) {
                if (all || printed++ < MOST) {
                    alone(difference, difference.place().equals(last));
                    last = difference.place();
                }
            }
        }
        for (List<Difference> like : groups.values()) {
            if (!all && like.size() > ALONE && printed++ < MOST) {
                together(like);
            }
        }
        if (!all && printed > MOST) {
            page.line(Style.FAINT, "  " + Amounts.count(printed - MOST) + " more; use --all to list them");
        }
        page.blank();
    }

    /** @param again whether the previous difference was in the same place */
    private void alone(Difference difference, boolean again) {
        boolean service =
                difference.subject() == Difference.Subject.SERVICE || difference.subject() == Difference.Subject.CLIENT;
        if (service) {
            page.paragraph(Style.PLAIN, INDENT, difference.where() + "  " + words.what(difference), LINES);
            page.paragraph(Style.FAINT, DEEP, words.seen(difference), LINES);
            if (difference.change() != Difference.Change.GONE) {
                page.paragraph(Style.PLAIN, DEEP, words.fingerprints(difference), LINES);
            }
            return;
        }
        if (!again) {
            page.line("  " + difference.where());
        }
        page.paragraph(Style.PLAIN, DEEP, words.what(difference), LINES);
    }

    private void together(List<Difference> like) {
        page.paragraph(Style.PLAIN, INDENT, words.what(like), LINES);
        TreeSet<Integer> ports = new TreeSet<>();
        like.forEach(difference -> ports.add(difference.place().port()));
        List<String> hosts = like.stream()
                .map(difference -> difference.place().address())
                .distinct()
                .map(Address::toString)
                .toList();
        String transport = like.get(0).place().transport();
        List<String> places;
        String where;
        if (hosts.size() == 1) {
            places = ports.stream().map(String::valueOf).toList();
            where = Amounts.count(ports.size(), transport + " port") + " on " + hosts.get(0);
        } else if (ports.size() == 1) {
            places = hosts;
            String port = ports.first() == 0 ? "" : ports.first() + "/" + transport + " on ";
            where = port + Amounts.count(hosts.size(), "host");
        } else {
            places = like.stream().map(Difference::where).toList();
            where = Amounts.count(like.size(), transport + " port") + " on " + Amounts.count(hosts.size(), "host");
        }
        page.paragraph(Style.PLAIN, DEEP, where + ": " + words.some(places), LINES);
    }
}
