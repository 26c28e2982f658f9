package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import dev.periplus.review.FindingRule.When;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Data in DNS names: clients that ask for many long names of one domain, none of them twice. */
final class DnsTunnels implements Observer {
    private static final int MOST = Memory.scaled(20_000);
    private static final int MOST_TYPES = 8;
    private static final int LONG = 30;
    private static final int LEAST_NAMES = 50;
    private static final int LEAST_LENGTH = 35;
    private static final double MOSTLY_NEW = 0.8;
    private static final Pattern SUM =
            Pattern.compile("^(\\S{1,255}) questions=(\\d{1,9}) names=(\\d{1,9}) bytes=(\\d{1,15}) types=(\\S{1,64})$");

    private final FindingRules rules;
    private final Quota clients = new Quota(Memory.scaled(100_000));
    private final Quota names = new Quota(Memory.scaled(1_000_000));
    private final Map<Key, Asked> domains = new LinkedHashMap<>();
    private long left;

    private record Key(Address client, String domain) {}

    /** What a client asked of a domain. */
    private final class Asked {
        private final LabelUse use;
        private final Set<Integer> single = new HashSet<>(2);
        private final Set<String> types = new TreeSet<>();
        private long questions;
        private long names;
        private long bytes;

        Asked(FlowRecord first) {
            use = new LabelUse(first, clients);
        }
    }

    DnsTunnels(FindingRules rules) {
        this.rules = rules;
    }

    @Override
    public void add(FlowRecord record) {
        List<String> sums = record.metadata().values("dns", "questions");
        for (String sum : sums) {
            Matcher parts = SUM.matcher(sum);
            Asked asked = parts.matches() ? asked(record, parts.group(1)) : null;
            if (asked != null) {
                asked.questions += Long.parseLong(parts.group(2));
                asked.names += Long.parseLong(parts.group(3));
                asked.bytes += Long.parseLong(parts.group(4));
                addTypes(asked, List.of(parts.group(5).split(",")));
            }
        }
        for (String name : sums.isEmpty() ? record.metadata().values("dns", "query") : List.<String>of()) {
            single(record, name);
        }
    }

    private void single(FlowRecord record, String name) {
        String domain = domain(name);
        int below = name.length() - domain.length();
        Asked asked = below < LONG ? null : asked(record, domain);
        if (asked != null) {
            asked.questions++;
            asked.bytes += below;
            asked.names += !asked.single.contains(name.hashCode()) && this.names.take() ? 1 : 0;
            asked.single.add(name.hashCode());
            addTypes(asked, record.metadata().values("dns", "type"));
        }
    }

    private static void addTypes(Asked asked, List<String> types) {
        for (String type : types) {
            if (asked.types.size() < MOST_TYPES) {
                asked.types.add(type);
            }
        }
    }

    /** The last two labels of a name; three below a country's second level, such as {@code co.uk}. */
    static String domain(String name) {
        int last = name.lastIndexOf('.');
        int second = last < 0 ? -1 : name.lastIndexOf('.', last - 1);
        boolean country = name.length() - last - 1 == 2 && last - second - 1 <= 3;
        int third = country && second >= 0 ? name.lastIndexOf('.', second - 1) : second;
        return name.substring(third + 1);
    }

    private @Nullable Asked asked(FlowRecord record, String domain) {
        Key key = new Key(record.flow().host(record.flow().clientSide()), domain);
        Asked asked = domains.get(key);
        if (asked == null && domains.size() >= MOST) {
            left++;
            return null;
        }
        if (asked == null) {
            asked = new Asked(record);
            domains.put(key, asked);
        }
        asked.use.add(record);
        return asked;
    }

    @Override
    public void findings(Consumer<Finding> taker) {
        FindingRule rule = rules.rule(When.DNS_TUNNEL);
        domains.forEach((key, asked) -> {
            boolean carries = asked.names >= LEAST_NAMES
                    && asked.names >= MOSTLY_NEW * asked.questions
                    && asked.bytes >= LEAST_LENGTH * asked.questions;
            if (rule != null && carries) {
                String fact = Amounts.count(asked.questions, "question") + " for " + Amounts.count(asked.names)
                        + " names below " + key.domain + ", " + asked.bytes / asked.questions
                        + " characters each on average, types " + String.join(", ", asked.types) + "; "
                        + Amounts.bytes(asked.bytes) + " in names";
                taker.accept(new FindingDraft(rule, null)
                        .add(asked.use.example().flow().server(), asked.use, List.of(fact))
                        .names(key.client + " through names of " + key.domain)
                        .finding(""));
            }
        });
    }

    @Override
    public long left() {
        return left;
    }
}
