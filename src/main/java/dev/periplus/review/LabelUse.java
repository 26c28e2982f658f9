package dev.periplus.review;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Quota;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The traffic of one label on one port of a host. */
final class LabelUse {
    /** Confidence from which on a label is taken for certain. */
    static final double CERTAIN = 0.95;

    private static final int MOST_CLIENTS = 4096;
    private static final int MOST_COMMANDS = 12;
    private static final long SECOND = 1_000_000_000L;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    final TrafficTotals volume;
    private FlowRecord example;
    private Standing standing;
    private boolean serverSeen;
    private long longest;
    private List<String> commands = List.of();

    /** @param clients limits the clients kept of all labels */
    LabelUse(FlowRecord first, Quota clients) {
        volume = new TrafficTotals(new Quota(MOST_CLIENTS, clients));
        example = first;
        standing = first.standing();
    }

    void add(FlowRecord record) {
        volume.add(record.flow());
        longest = Math.max(longest, record.flow().end() - record.flow().start());
        addCommands(record.metadata().values("shell", "command"));
        serverSeen |= record.flow().direction() != Flow.Direction.UNKNOWN;
        if (record.verdict().confidence() > example.verdict().confidence()) {
            example = record;
        }
        if (record.standing() == Standing.AS_REGISTERED) {
            standing = Standing.AS_REGISTERED;
        }
    }

    /** Returns the flow with the highest confidence. */
    FlowRecord example() {
        return example;
    }

    private void addCommands(List<String> more) {
        if (!more.isEmpty() && commands.size() < MOST_COMMANDS) {
            List<String> all = new ArrayList<>(commands);
            all.addAll(more);
            commands = all.subList(0, Math.min(MOST_COMMANDS, all.size()));
        }
    }

    /** The first commands typed into shells of these flows. */
    List<String> commands() {
        return commands;
    }

    /** Duration of the longest flow, nanoseconds. */
    long longest() {
        return longest;
    }

    /** Whether the label is certain enough for more than a doubt, and the port that of the server. */
    boolean isCertain() {
        return serverSeen && example.verdict().confidence() >= CERTAIN;
    }

    /** Whether one of the flows shows which side is the server. */
    boolean isServerSeen() {
        return serverSeen;
    }

    /** Returns whether one of the flows bore out the registration: what is inside of others may be hidden. */
    Standing standing() {
        return standing;
    }

    /** Returns the time span of the flows as text, in UTC: {@code 2023-09-18 21:44:10 to 2023-09-18 21:44:12 UTC}. */
    String times() {
        String first = time(volume.first);
        String last = time(volume.last);
        return first.equals(last) ? first + " UTC" : first + " to " + last + " UTC";
    }

    private static String time(long nanos) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND)));
    }
}
