package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;
import dev.periplus.flow.HostPair;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import dev.periplus.review.FindingRule.When;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Connections outside at an hour of the day at which the same host has none on all other days of the case.
 *
 * <p>How it works. The flows of a client are kept by the hour in which they begin. Hours of the day with flows on three days
 * or more are its own hours; they must account for nearly all that it does, so that there is a habit to compare with.
 */
final class OutOfHours implements Observer {
    private static final int MOST = Memory.scaled(50_000);
    private static final long HOUR = 3_600_000_000_000L;
    private static final int DAY = 24;
    private static final int LEAST_DAYS = 5;
    private static final int HABIT_DAYS = 3;
    private static final int MOST_OWN_HOURS = 14;
    private static final double HABIT = 0.9;

    private final FindingRules rules;
    private final Quota clients = new Quota(Memory.scaled(100_000));
    private final Map<Address, TreeMap<Long, LabelUse>> hours = new LinkedHashMap<>();
    private int kept;
    private long left;

    OutOfHours(FindingRules rules) {
        this.rules = rules;
    }

    @Override
    public void add(FlowRecord record) {
        Flow flow = record.flow();
        Address client = flow.host(flow.clientSide());
        if (!HostPair.isOutbound(flow)
                || client.isLoopback()
                || !Transport.hasPorts(flow.protocol())
                || !record.showsService()
                || rules.rule(When.OUT_OF_HOURS, record.verdict().label()) == null) {
            return;
        }
        TreeMap<Long, LabelUse> of = hours.get(client);
        Long hour = Math.floorDiv(flow.start(), HOUR);
        boolean known = of != null && of.containsKey(hour);
        if (!known && kept >= MOST) {
            left++;
            return;
        }
        if (of == null) {
            of = new TreeMap<>();
            hours.put(client, of);
        }
        kept += known ? 0 : 1;
        of.computeIfAbsent(hour, made -> new LabelUse(record, clients)).add(record);
    }

    @Override
    public void findings(Consumer<Finding> taker) {
        hours.forEach((client, active) -> {
            int[] days = days(active.keySet());
            List<Long> odd = odd(active.keySet(), days);
            if (!odd.isEmpty()) {
                taker.accept(finding(client, active, odd, days));
            }
        });
    }

    /** On how many days the host is active at each hour of the day. */
    private static int[] days(Set<Long> active) {
        int[] days = new int[DAY];
        active.forEach(hour -> days[(int) Math.floorMod(hour, (long) DAY)]++);
        return days;
    }

    /** The hours with flows that are none of the host's own, nor next to one; none if it has no habit. */
    private static List<Long> odd(Set<Long> active, int[] days) {
        Set<Long> dates = new HashSet<>();
        List<Long> odd = new ArrayList<>();
        for (long hour : active) {
            dates.add(Math.floorDiv(hour, (long) DAY));
            if (!isNearOwn(days, (int) Math.floorMod(hour, (long) DAY))) {
                odd.add(hour);
            }
        }
        boolean habit =
                dates.size() > LEAST_DAYS && own(days) <= MOST_OWN_HOURS && odd.size() <= (1 - HABIT) * active.size();
        return habit ? odd : List.of();
    }

    private static boolean isNearOwn(int[] days, int hour) {
        return days[hour] >= HABIT_DAYS
                || days[(hour + 1) % DAY] >= HABIT_DAYS
                || days[(hour + DAY - 1) % DAY] >= HABIT_DAYS;
    }

    private static int own(int[] days) {
        int own = 0;
        for (int count : days) {
            own += count >= HABIT_DAYS ? 1 : 0;
        }
        return own;
    }

    private Finding finding(Address client, TreeMap<Long, LabelUse> active, List<Long> odd, int[] days) {
        FlowRecord first = active.get(odd.get(0)).example();
        FindingRule rule = rules.rule(When.OUT_OF_HOURS, first.verdict().label());
        FindingDraft draft =
                new FindingDraft(rule == null ? rules.all(When.OUT_OF_HOURS).get(0) : rule, null);
        String fact = "its own hours: " + own(days) + " of the day, on " + (active.size() - odd.size())
                + " occasions; other hours: " + odd.size();
        for (long hour : odd) {
            LabelUse use = active.get(hour);
            draft.add(use.example().flow().server(), use, List.of(fact, use.times()));
        }
        return draft.names(client + ", " + Amounts.count(odd.size(), "hour")).finding("");
    }

    @Override
    public long left() {
        return left;
    }
}
